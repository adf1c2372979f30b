internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Whom a factory is asked for.
struct Commission: Sendable {
  let sample: JSONObject
  let name: String?
  let context: String?
  let particulars: String?
  let language: String?
  let taken: [String]
  let others: [String]
  let refused: String?

  init(_ json: JSON) throws {
    guard let sample = json["sample"]?.object else {
      throw PluginFailure(
        .invalid, "tiny-person-factory: the request has no 'sample'. Send {\"sample\": {}}.")
    }
    func text(_ key: String) -> String? {
      json[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    self.sample = sample
    name = text("name")
    context = text("context")
    particulars = text("particulars")
    language = text("language")
    taken = (json["taken"]?.array ?? []).compactMap(\.string)
    others = (json["others"]?.array ?? []).compactMap(\.string)
    refused = text("refused")
  }

  /// What the prompt shows.
  var promptValues: [String: Any] {
    var values: [String: Any] = [
      "facts": sample.map { ["key": $0.key, "value": $0.value.string ?? $0.value.text] },
      "hasFacts": !sample.isEmpty, "others": others, "hasOthers": !others.isEmpty,
      "taken": taken.joined(separator: ", "), "hasTaken": !taken.isEmpty,
    ]
    values["context"] = context
    values["particulars"] = particulars
    values["name"] = name
    values["refused"] = refused
    return values
  }

  /// What a backend without a model goes by.
  var about: JSON {
    var persona = sample
    if let name { persona["name"] = .string(name) }
    return [
      "purpose": "generate", "persona": .object(persona),
      "taken": .array(taken.map { .string($0) }), "content": .string(context ?? ""),
    ]
  }
}
