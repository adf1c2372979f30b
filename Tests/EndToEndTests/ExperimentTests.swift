import Foundation
import Testing
import TinyTroupeJSON

/// Arms and replicates, with the real program.
@Suite("Experiments") struct ExperimentTests {
  private static let study = """
    name: rolls
    seed: 5
    llm: {use: rehearsal}
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    timeline:
      - broadcast: Rye for 1.60?
      - run: {steps: 1}
      - ask: {text: How likely?, fields: {rating: integer}, table: ratings.csv}
    experiment:
      replicates: 2
      arms: {plain: {}, dear: {timeline.0.broadcast: Rye for 3.20?}}
    """

  private func lines(_ file: String) throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test("all runs are made, tabulated together, and only what is missing is made again")
  func whole() async throws {
    let stage = try Stage(["study.yaml": Self.study])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: stage.path + "/runs").first {
        $0.hasPrefix("rolls-")
      })
    let folder = stage.path + "/runs/" + name
    let runs = try lines(folder + "/results/runs.csv")
    #expect(runs.count == 5)
    #expect(
      runs.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: "-") }
        == ["plain-1", "dear-1", "plain-2", "dear-2"])
    let ratings = try lines(folder + "/results/REHEARSAL-ratings.csv")
    #expect(ratings.first == "arm,replicate,run,step,agent,rating,status,evidence,backend")
    #expect(ratings.count == 9)
    #expect(Set(runs.dropFirst().compactMap { $0.split(separator: ",").last }).count == 4)

    let gone = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix("dear-2") })
    try FileManager.default.removeItem(atPath: folder + "/" + gone)
    let again = try await stage.run("run", "--resume", "runs/" + name)
    #expect(again.status == 0, "\(again.error)")
    #expect(again.error.contains("3 have ended before.") && again.error.contains("dear-2: done"))
    #expect(!again.error.contains("plain-1: done"))
    // The same seed, the same run.
    let hashes = { (lines: [String]) in Set(lines.compactMap { $0.split(separator: ",").last }) }
    #expect(hashes(try lines(folder + "/results/runs.csv")) == hashes(runs))
    #expect(try lines(folder + "/results/REHEARSAL-ratings.csv").count == 9)
  }

  @Test("a mistake in an arm is found before anything runs")
  func mistake() async throws {
    let stage = try Stage([
      "study.yaml": Self.study.replacing("timeline.0.broadcast: Rye for 3.20?", with: "llm.use: x")
    ])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 65)
    #expect(ended.error.contains("no plugin provides the llm 'x'"), "\(ended.error)")
    #expect(!FileManager.default.fileExists(atPath: stage.path + "/runs"))
  }
}
