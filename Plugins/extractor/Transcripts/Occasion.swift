public import TinyTroupeJSON
public import TinyTroupePluginKit

/// What a text about a run is to be written about.
public struct Occasion: Sendable {
  /// What the text is called.
  public let title: String
  /// What it should tell; nil where nobody says.
  public let task: String?
  /// The names of the people whom it is about, in order.
  public let names: [String]
  /// The people with what is known of them, one line each.
  public let people: [String]
  /// Tables that it rests on, in Markdown.
  public let tables: [(name: String, text: String)]
  /// Texts that were written before.
  public let texts: [(name: String, content: String)]
  private let isEveryone: Bool

  /// Reads the request of a reporter.
  ///
  /// - Throws: `PluginFailure` with `.invalid` when it lacks what the contract demands.
  public init(_ json: JSON) throws {
    guard let title = json["title"]?.string, let people = json["people"]?.array else {
      throw PluginFailure(.invalid, "A text needs a 'title', and 'people' whom it is about.")
    }
    self.title = title
    task = json["task"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    names = people.compactMap { $0["name"]?.string }
    self.people = people.map(Self.line)
    isEveryone = json["everyone"]?.bool ?? false
    tables = (json["tables"]?.array ?? []).map {
      ($0["name"]?.string ?? "", MarkdownTable.text($0))
    }
    texts = (json["texts"]?.array ?? []).map {
      ($0["name"]?.string ?? "", $0["content"]?.string ?? "")
    }
  }

  /// What the people lived through together, each event once, in order.
  public func events(_ call: Call) async throws -> [JSON] {
    if isEveryone { return try await call.send(.queryEvents(["world": true])) }
    var events: [Int: JSON] = [:]
    for name in names {
      let own = try await call.send(.queryEvents(["agent": .string(name)]))
      for event in own { if let id = event["id"]?.integer { events[id] = event } }
    }
    return events.sorted { $0.key < $1.key }.map(\.value)
  }

  /// A person in one line: the name, and what a persona says first of most people.
  private static func line(_ person: JSON) -> String {
    let name = person["name"]?.string ?? ""
    let persona = person["persona"] ?? [:]
    let occupation = persona["occupation"]
    let facts = [
      persona["age"].map { "\($0.text) years old" }, persona["gender"]?.string,
      occupation?["title"]?.string ?? occupation?.string, persona["nationality"]?.string,
      (persona["residence"] ?? persona["country_of_residence"])?.string,
    ]
    return ([name] + facts.compactMap { $0 }).joined(separator: ", ")
  }
}

/// A table of a run as Markdown.
public enum MarkdownTable {
  /// A pipe table of all columns and rows.
  public static func text(_ table: JSON) -> String {
    let columns = (table["columns"]?.array ?? []).map(cell)
    let rows = (table["rows"]?.array ?? []).map { ($0.array ?? []).map(cell) }
    let lines = [columns, columns.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A value as a cell: texts as they are but for what would end the cell.
  public static func cell(_ value: JSON) -> String {
    let text = value.isNull ? "" : value.string ?? value.text
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
      .replacing("\\", with: "\\\\").replacing("|", with: "\\|")
  }
}
