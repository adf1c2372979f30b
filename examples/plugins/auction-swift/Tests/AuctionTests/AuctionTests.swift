import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import Auction

@Suite("The auction house")
struct AuctionTests {
  private static let config: JSON = ["lots": [["name": "a clock", "start": 20]]]

  private func house() async throws -> FakeInstance {
    try FakeHost().create(Auction.self, config: Self.config)
  }

  private func bid(_ agent: String, _ price: String) -> JSON {
    ["id": 1, "agent": .string(agent), "type": "BID", "content": .string(price)]
  }

  /// The state travels with each request, as the host sends it to a new instance.
  private func step(_ state: JSON, _ intents: JSON...) async throws -> JSON {
    try await house().invoke("step", ["state": state, "intents": .array(intents)]).get()
  }

  @Test("the highest bid counts, and who bids too little is told")
  func bids() async throws {
    let result = try await step([:], bid("Ana", "25"), bid("Ben", "22"), bid("Cleo", "much"))
    #expect(result["state"]?["bidder"] == "Ana" && result["state"]?["price"]?.double == 25)
    let told = result["stimuli"]?.array?.map { $0["content"] }
    #expect(told == ["Your bid is too low: Ana bids more.", "A bid is a number: 12.50"])
  }

  @Test("after two calls without a bid the lot is sold, and the house closes after the last")
  func sold() async throws {
    var state = try await step([:], bid("Ana", "25"))["state"] ?? .null
    var words: [JSON?] = []
    for _ in 1...3 {
      let result = try await house().invoke("observe", ["state": state, "due": []]).get()
      words.append(result["stimuli"]?[0]?["content"])
      state = result["state"] ?? .null
    }
    #expect(words.last == "Sold! a clock goes to Ana for 25.")
    #expect(try await step(state)["finished"] == "All lots are sold.")
  }

  @Test("a house without lots is refused")
  func empty() {
    #expect(throws: PluginFailure.self) { try FakeHost().create(Auction.self) }
  }
}
