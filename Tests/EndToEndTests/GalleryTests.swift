import Foundation
import Testing
import TinyTroupeJSON

/// A study of the gallery, and the shape of what comes of it.
struct GalleryPiece: CustomTestStringConvertible, Sendable {
  let name: String
  /// Tables by file: the columns of their own, and how many rows there are at least and at most.
  var tables: [String: (columns: [String], rows: ClosedRange<Int>)] = [:]
  /// Other files.
  var files: [String] = []

  var testDescription: String { name }

  static let all: [GalleryPiece] = [
    GalleryPiece(name: "chat", tables: ["talk": (["said", "to", "at"], 2...40)]),
    GalleryPiece(
      name: "customer-interview",
      tables: [
        "problems": (["answer"], 1...1), "attempts": (["answer"], 1...1),
        "deal-breakers": (["answer"], 1...1),
        "worth": (["euros", "who_pays", "reason"], 1...1),
        "validation": (["score", "justification"], 1...1),
      ], files: ["interview.md"]),
    GalleryPiece(
      name: "tv-advertisement",
      tables: [
        "choices": (["persona.age", "persona.gender", "choice", "appeal", "reason"], 15...15),
        "reasons": (["kind"], 15...15), "people/coverage": (["attribute"], 6...6),
      ], files: ["choices.jsonl"]),
    GalleryPiece(
      name: "travel-advertisement",
      tables: [
        "clicks": (["ranking", "clicks", "reason"], 20...20),
        "people/coverage": (["attribute"], 6...6),
      ]),
    GalleryPiece(
      name: "apartment-advertisement", tables: ["ads": (["ad_copy", "audience"], 1...40)],
      files: ["ads.json"]),
    GalleryPiece(
      name: "product-brainstorming",
      tables: [
        "ideas": (["idea", "benefit", "drawback", "from_whom"], 1...40),
        "creativity": (["score", "justification"], 1...1),
      ], files: ["ideas.md"]),
    GalleryPiece(
      name: "synthetic-data",
      tables: [
        "utterances": (["persona.age", "author", "content", "addressee", "time", "kind"], 12...200)
      ], files: ["utterances.jsonl"]),
    GalleryPiece(name: "tool-usage", tables: ["tools": (["tool", "result", "at"], 2...20)]),
    GalleryPiece(
      name: "storytelling", files: ["story.md", "story-2.md", "story-3.md", "story-3.json"]),
    GalleryPiece(
      name: "political-compass",
      tables: [
        "compass": (["economy", "order", "free_buses", "reason"], 5...5),
        "consistency": (["score", "justification"], 5...5),
      ]),
    GalleryPiece(
      name: "gazpacho",
      tables: [
        "answers": (["persona.country_of_residence", "likelihood", "answer", "reason"], 24...24),
        "reasons": (["persona.country_of_residence", "kind"], 24...24),
        "people/coverage": (["attribute"], 6...6), "people-2/coverage": (["attribute"], 6...6),
      ], files: ["gazpacho.md", "answers-semicolon.csv"]),
    GalleryPiece(
      name: "creating-and-validating",
      tables: [
        "mornings": (["answer"], 3...3), "bankers": (["persona.occupation.title", "score"], 3...3),
        "monks": (["score", "justification"], 3...3),
      ]),
    GalleryPiece(
      name: "investment-firm",
      tables: [
        "votes": (["decision", "amount", "risk"], 3...3), "consulted": (["found", "at"], 1...400),
      ], files: ["recommendation.md"]),
    GalleryPiece(
      name: "two-hundred",
      tables: [
        "support": (["persona.residence", "support", "sale", "reason"], 200...200),
        "posts": (["persona.residence", "author", "content", "at"], 50...2000),
        "people/coverage": (["attribute"], 8...8),
      ], files: ["support.jsonl"]),
  ]
}

/// The studies of the gallery, run with the real program on the model that is built in.
@Suite("Gallery") struct GalleryTests {
  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL.path

  private static var folder: String { project + "/examples/gallery" }

  @Test("each study runs, and its results have their shape", arguments: GalleryPiece.all)
  func shape(piece: GalleryPiece) async throws {
    let stage = try Stage([:])
    let ended = try await stage.run(
      "run", "\(Self.folder)/\(piece.name).yaml", "--format", "jsonl", "--export", "out")
    #expect(ended.status == 0, "\(ended.error)")
    for (name, expected) in piece.tables {
      let rows = try rows(stage.path + "/out/" + Self.rehearsed(name + ".csv"))
      let header = try #require(rows.first)
      #expect(expected.columns.filter { !header.contains($0) } == [])
      #expect(expected.rows.contains(rows.count - 1), "\(name): \(rows.count - 1) rows")
      guard let status = header.firstIndex(of: "status") else { continue }
      let kinds = Set(rows.dropFirst().map { $0.indices.contains(status) ? $0[status] : "" })
      #expect(kinds.isSubset(of: ["answered", "missing", "refused"]), "\(name): \(kinds)")
      #expect(kinds.contains("answered"), "\(name)")
    }
    for name in piece.files {
      let path = stage.path + "/out/" + Self.rehearsed(name)
      #expect(try Data(contentsOf: URL(filePath: path)).count > 40, "\(name)")
    }
  }

  @Test("the same study is the same run again, also with generated people and a network")
  func again() async throws {
    for name in ["chat", "tv-advertisement", "two-hundred"] {
      let stage = try Stage([:])
      let study = "\(Self.folder)/\(name).yaml"
      let one = try await stage.run("run", study, "--format", "jsonl").lines.last?["trace_hash"]
      let two = try await stage.run("run", study, "--format", "jsonl").lines.last?["trace_hash"]
      #expect(one == two && one != nil, "\(name)")
    }
  }

  @Test("the rumour of the two hundred comes in step 3, and they do not all think the same of it")
  func rumour() async throws {
    let stage = try Stage([:])
    let ended = try await stage.run(
      "run", "\(Self.folder)/two-hundred.yaml", "--format", "jsonl", "--export", "out")
    let fired = try ended.lines.filter { $0["event"] == "intervention-fired" }
    #expect(fired.map { $0["step"] } == [3] && fired.first?["name"] == "rumour")
    #expect(try ended.lines.count { $0["event"] == "agent-generated" } == 200)
    let rows = try rows(stage.path + "/out/" + Self.rehearsed("support.csv"))
    let sale = try #require(rows.first?.firstIndex(of: "sale"))
    #expect(Set(rows.dropFirst().map { $0[sale] }).count == 3)
  }

  @Test("each study has less than 60 lines, is tested here, and is described")
  func described() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(files == GalleryPiece.all.map { $0.name + ".yaml" }.sorted())
    let gallery = try String(contentsOfFile: Self.project + "/docs/gallery.md", encoding: .utf8)
    for file in files {
      let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 60, "\(file)")
      #expect(lines.allSatisfy { $0.count <= 120 }, "\(file)")
      #expect(gallery.contains("examples/gallery/\(file)"), "\(file)")
    }
  }

  private static func rehearsed(_ name: String) -> String {
    var parts = name.split(separator: "/").map(String.init)
    parts.append("REHEARSAL-" + parts.removeLast())
    return parts.joined(separator: "/")
  }

  /// Reads CSV: cells with commas, quotes and line ends in quotes.
  private func rows(_ path: String) throws -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for character in try String(contentsOfFile: path, encoding: .utf8) {
      let last = rows.count - 1
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[last].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[last][rows[last].count - 1].append(character)
      }
    }
    return rows.filter { $0 != [""] }
  }
}
