import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// A world in a package of its own, built and run as the guide says.
@Suite struct AuctionTests {
  private static let bids = """
    llm:
      use: scripted
      default: {json: {actions: [{type: DONE, target: "", content: ""}], state: {goals: "", attention: "", emotions: ""}}}
      replies:
        - when: {persona: Nuala Tobin, turn: 1}
          json: {actions: [{type: BID, target: "", content: "25"}, {type: DONE, target: "", content: ""}], state: {goals: "", attention: "", emotions: ""}}
        - when: {persona: Reto Zumstein, turn: 1}
          json: {actions: [{type: BID, target: "", content: "30"}, {type: DONE, target: "", content: ""}], state: {goals: "", attention: "", emotions: ""}}
    """

  @Test func theGuidesAuctionIsHeldByTheRealProgram() async throws {
    let project = ExamplePlugin.project
    let stage = try emptyFolder()
    var study = try String(
      contentsOfFile: project + "/examples/studies/auction.yaml", encoding: .utf8)
    study = study.replacing(
      "../plugins/auction-swift", with: try await ExamplePlugin.auction.folder()
    )
    .replacing("../personas", with: project + "/examples/personas")
    .replacing("llm: {use: rehearsal}", with: Self.bids)
    try study.write(toFile: stage + "/study.yaml", atomically: true, encoding: .utf8)
    let output = try await run([
      project + "/.build/debug/tinytroupe", "run", stage + "/study.yaml", "--runs", stage + "/runs",
      "--trust", "org.example.auction", "--format", "jsonl",
    ])
    #expect(output.contains("Sold! a station clock goes to Reto Zumstein for 30."))
    #expect(output.contains("Nobody wants a crate of cups. It is withdrawn."))
    let steps = output.split(separator: "\n").count { $0.contains("\"step-finished\"") }
    #expect(steps == 7, "the house ends the run before the timeline does")
  }
}
