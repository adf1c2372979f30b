internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Transcripts

/// What is to be found out, and of whom.
struct Inquiry: Sendable {
  let objective: String
  let situation: String?
  let fields: [Field]
  /// The person's name; nil for the world as a whole.
  let name: String?
  private let json: JSON

  init(_ json: JSON) throws {
    guard let objective = json["objective"]?.string, let fields = json["fields"]?.object,
      !fields.isEmpty
    else {
      throw PluginFailure(.invalid, "results: an extraction needs an 'objective' and 'fields'.")
    }
    self.json = json
    self.objective = objective
    self.fields = try fields.map { try Field($0.key, $0.value) }
    situation = json["situation"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    name = try Self.name(json["subject"] ?? .null)
  }

  private static func name(_ subject: JSON) throws -> String? {
    switch (subject["kind"], subject["name"]?.string) {
    case ("world", _): return nil
    case ("agent", let name?): return name
    default:
      throw PluginFailure(
        .invalid, "results: the 'subject' must be the world, or an agent with a 'name'.")
    }
  }

  /// The request for the events that may be read.
  var query: JSON { name.map { ["agent": .string($0)] } ?? ["world": true] }

  /// The experience that a backend without a model gets to read.
  private static let mostStimuli = 100

  /// What a backend without a model needs in order to answer.
  func about(_ transcript: Transcript) -> JSON {
    let last = transcript.items.suffix(Self.mostStimuli)
    var about: JSONObject = [
      "purpose": "extract", "objective": .string(objective), "fields": json["fields"] ?? [:],
      "stimuli": .array(last.map(\.stimulus)),
      "evidence": .array(last.suffix(3).map { .integer(Int64($0.id)) }),
    ]
    about["persona"] = json["subject"]?["persona"]
    return .object(about)
  }
}

// MARK: - Schema

extension Inquiry {
  /// The JSON Schema of the reply: one record, or for the world a list of them.
  var schema: JSON {
    name != nil
      ? recordSchema : Self.object(["records": ["type": "array", "items": recordSchema]])
  }

  private var recordSchema: JSON {
    Self.object([
      "status": ["type": "string", "enum": ["answered", "refused", "missing"]],
      "values": Self.object(JSONObject(fields.map { ($0.name, $0.schema) })),
      "evidence": ["type": "array", "items": ["type": "integer"]],
    ])
  }

  private static func object(_ properties: JSONObject) -> JSON {
    [
      "type": "object", "additionalProperties": false,
      "required": .array(properties.keys.map(JSON.string)), "properties": .object(properties),
    ]
  }
}
