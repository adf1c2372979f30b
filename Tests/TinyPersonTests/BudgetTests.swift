import Glibc
import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("What a prompt costs")
struct BudgetTests {
  /// Beside the project's folder, which is three levels above this file.
  private static let lisa =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/") + "/../shared/data/tinytroupe/agents/Lisa.agent.json"
  static var hasData: Bool { access(lisa, R_OK) == 0 }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  @Test(
    "a first turn of the reference's Lisa takes less than 2,500 tokens, the schema included",
    .enabled(if: hasData, "the reference's persona files are not beside the project"))
  func firstTurn() async throws {
    let file = try JSON(parsing: Self.read(Self.lisa))
    let stage = try Stage(
      persona: try #require(file["persona"]),
      tools: [
        [
          "type": "WRITE_DOCUMENT", "text": "Writes a document and files it.", "tool": "w",
          "when": "now",
          "input": [
            "type": "object", "required": ["title", "content"],
            "properties": ["title": ["type": "string"], "content": ["type": "string"]],
          ],
        ]
      ])
    stage.reply([])
    try await stage.turn(
      [says("", "Would you buy bottled gazpacho at 4.99? Discuss.")],
      extra: [
        "place": "the office kitchen",
        "action_kinds": [
          ["type": "REACH_OUT", "text": "Seek contact with somebody you can't talk to yet."]
        ],
      ])
    let asked = try stage.lastAsked()
    let schema = try #require(asked.envelope["schema"]).text
    let tokens = (asked.body.count + schema.utf8.count) / 4
    #expect(tokens < 2500)
    let introduction = asked.texts[1]
    for scalar in ConformanceTests.scalars(try #require(file["persona"])) {
      #expect(introduction.contains(scalar))
    }
  }
}
