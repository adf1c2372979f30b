internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A person's configuration, checked.
struct PersonConfiguration: Sendable {
  let persona: Persona
  let scenario: String
  let language: String
  /// How many model calls a turn may take.
  let maxRounds: Int
  let maxOutputTokens: Int
  /// Nil for the model's own default.
  let temperature: Double?
  let preventsRepetition: Bool
  let templates: Templates
  /// Nil where replies are taken as they come.
  let quality: QualitySettings?

  init(_ json: JSON) throws {
    persona = try Persona(json["persona"])
    scenario = try Self.read("scenario", of: json, "a text", \.string) ?? ""
    language = try Self.read("language", of: json, "a text", \.string) ?? ""
    maxRounds =
      try Self.read("max_rounds", of: json, "a whole number from 1 to 20") {
        $0.integer.flatMap { (1...20).contains($0) ? $0 : nil }
      } ?? 3
    maxOutputTokens =
      try Self.read("max_output_tokens", of: json, "a whole number from 1 on") {
        $0.integer.flatMap { $0 >= 1 ? $0 : nil }
      } ?? 2000
    temperature = try Self.read("temperature", of: json, "a number from 0 to 2") {
      $0.double.flatMap { (0...2).contains($0) ? $0 : nil }
    }
    preventsRepetition =
      try Self.read("prevent_repetition", of: json, "true or false", \.bool) ?? true
    quality = try QualitySettings(json["quality"])
    templates = try Templates(replacedBy: json["prompts"])
  }

  private static func read<Value>(
    _ key: String, of json: JSON, _ kind: String, _ value: (JSON) -> Value?
  ) throws -> Value? {
    guard let given = json[key], !given.isNull else { return nil }
    guard let value = value(given) else {
      throw PluginFailure(.invalid, "'\(key)' must be \(kind).", detail: ["path": .string(key)])
    }
    return value
  }
}
