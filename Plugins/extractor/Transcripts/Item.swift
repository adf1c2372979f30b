public import TinyTroupeJSON

/// One thing that happened, as it stands in the record.
public struct Item: Sendable {
  /// The number of its event.
  public let id: Int
  /// When it happened.
  public let time: String
  /// The whole item without its time.
  public let line: String
  /// The item for a backend without a model: what was perceived, and what the person did itself,
  /// whose source is its name.
  public let stimulus: JSON

  /// Reads an event; nil when it tells nothing.
  ///
  /// `subject` is the person whose experience it is, and is not named in each line.
  public init?(_ json: JSON, subject: String?) {
    guard let id = json["id"]?.integer, let kind = json["kind"]?.string else { return nil }
    let type = json["type"]?.string ?? ""
    let content = json["content"]?.string ?? ""
    if type == "DONE", content.isEmpty { return nil }
    self.id = id
    stimulus = Self.stimulus(json, id, type, content)
    time = json["time"]?.string ?? ""
    line = "[\(id)] " + Self.head(kind, type, json, subject) + ": " + Self.indented(content)
  }

  private static func stimulus(
    _ json: JSON, _ id: Int, _ type: String, _ content: String
  ) -> JSON {
    var stimulus: JSONObject = [
      "id": .integer(Int64(id)), "type": .string(type), "content": .string(content),
    ]
    let isAction = json["kind"] == "action"
    stimulus["source"] = isAction ? json["agent"] ?? json["source"] : json["source"]
    return .object(stimulus)
  }

  private static func head(
    _ kind: String, _ type: String, _ json: JSON, _ subject: String?
  ) -> String {
    let agent = json["agent"]?.string ?? (kind == "action" ? json["source"]?.string : nil)
    let who = agent.flatMap { $0 == subject ? nil : "\($0) " } ?? ""
    let source = json["source"]?.string.map { " from \($0)" } ?? ""
    let target = json["target"]?.string.flatMap { $0.isEmpty ? nil : " to \($0)" } ?? ""
    return switch kind {
    case "action": "\(who)does \(type)\(target)"
    case "stimulus": subject == nil ? "\(type)\(source)" : "perceives \(type)\(source)"
    case "result": "\(who)gets, of \(type)\(source)"
    default: "\(who)\(kind) \(type)"
    }
  }

  /// Further lines are set in, so that nothing said looks like an item of its own.
  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: "\n  ")
  }
}
