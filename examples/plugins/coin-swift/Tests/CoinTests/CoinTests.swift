import Testing
import TinyTroupeFakeHost

@testable import Coin

@Suite("A coin")
struct CoinTests {
  @Test("has two sides, and the seed decides which is shown")
  func sides() async throws {
    var shown: Set<String?> = []
    for seed: UInt64 in 1...32 {
      let side = try await toss(seed: seed)
      #expect(try await toss(seed: seed) == side)
      shown.insert(side)
    }
    #expect(shown == ["Heads.", "Tails."])
  }

  private func toss(seed: UInt64) async throws -> String? {
    let coin = try FakeHost(seed: seed).create(Coin.self)
    return try await coin.invoke("perform", ["type": "TOSS_COIN"]).get()["text"]?.string
  }
}
