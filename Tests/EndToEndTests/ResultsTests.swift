import Foundation
import Testing
import TinyTroupeJSON

/// What becomes of a run, with the real program.
@Suite("Results") struct ResultsTests {
  private static let study = """
    name: rolls
    seed: 5
    llm: {use: rehearsal}
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    timeline:
      - broadcast: Rye for 1.60?
      - run: {steps: 1}
      - ask: {text: Why?, fields: {why: string, order: {type: ranking, values: [a, b, c]}}, table: why.csv}
    extract:
      - {use: normalizer, from: why.csv, column: why, categories: 2, fields: {kind: string}, to: kinds.csv}
      - use: reducer
        fields: {said: string, at: string}
        rules: [{on: TALK, set: {said: content, at: time}}]
        to: talk.csv
    report:
      - {title: Rolls, questions: [And now?], of: why.csv, to: report.md}
      - {use: story, title: One, to: one.md}
      - {use: story, of: one.md, to: two.md}
    export: [{use: jsonl}, {use: md, of: kinds.csv, to: deep/kinds.md}]
    """

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("tables, reports, stories and exports are made, copied, and made alike by a replay")
  func whole() async throws {
    let stage = try Stage(["study.yaml": Self.study])
    let ended = try await stage.run("run", "study.yaml", "--export", "out")
    #expect(ended.status == 0, "\(ended.error)")
    #expect(ended.error.contains("copied      16 files to"))
    let out = stage.path + "/out/REHEARSAL-"
    let answers = try text(out + "why.jsonl").split(separator: "\n")
      .map { try JSON(parsing: String($0)) }
    #expect(answers.count == 2)
    for answer in answers {
      #expect(Set(answer["order"]?.array ?? []) == ["a", "b", "c"])
      #expect(answer["evidence"]?.array?.isEmpty == false)
    }
    #expect(try text(out + "kinds.csv").split(separator: "\n").count == 3)
    #expect(try text(out + "talk.csv").contains(",answered,"))
    #expect(try text(out + "report.md").hasPrefix("# Rolls\n\n"))
    let (one, two) = (try text(out + "one.md"), try text(out + "two.md"))
    #expect(one.hasPrefix("# One\n\n") && two.hasPrefix(one) && two.count > one.count)
    #expect(
      try text(stage.path + "/out/deep/REHEARSAL-kinds.md").hasPrefix("# kinds.csv\n\n| run | step")
    )
    let replay = try await stage.run("run", "--replay", "runs/latest")
    #expect(replay.status == 0, "\(replay.error)")
  }

  @Test("--export overwrites nothing without --force, and is refused before anything runs")
  func overwriting() async throws {
    let stage = try Stage(["study.yaml": Self.study])
    try FileManager.default.createDirectory(
      atPath: stage.path + "/out", withIntermediateDirectories: false)
    let taken = stage.path + "/out/REHEARSAL-report.md"
    try "mine".write(toFile: taken, atomically: true, encoding: .utf8)
    let refused = try await stage.run("run", "study.yaml", "--export", "out")
    #expect(refused.status == 64)
    #expect(
      refused.error.contains(
        "out/REHEARSAL-report.md exists. Add --force to replace it, or name another folder. Nothing was run."
      ))
    #expect(try text(taken) == "mine")
    #expect(!FileManager.default.fileExists(atPath: stage.path + "/runs"))
    let forced = try await stage.run("run", "study.yaml", "--export", "out", "--force")
    #expect(forced.status == 0, "\(forced.error)")
    #expect(try text(taken).hasPrefix("# Rolls"))
    let inTheWay = try await stage.run("run", "study.yaml", "--export", "study.yaml/x")
    #expect(
      inTheWay.status == 64 && inTheWay.error.contains("cannot be made: a file is in its way"))
    let alone = try await stage.run("run", "study.yaml", "--force")
    #expect(alone.status == 64 && alone.error.contains("--force goes with --export FOLDER."))
  }
}
