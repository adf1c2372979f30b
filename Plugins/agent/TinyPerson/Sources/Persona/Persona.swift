internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Who the person is.
struct Persona: Sendable {
  /// The name by which others address the person.
  let name: String
  /// The whole persona as JSON text, for backends without a model.
  let bytes: [UInt8]
  /// The whole persona as a text to read, with every value that it has.
  let text: String
  /// One sentence made of facts.
  let sentence: String
  /// What other people are to this one, by their names.
  let relations: [String: String]

  init(_ json: JSON?) throws {
    guard let json, json.object != nil else {
      throw PluginFailure(
        .invalid, "'persona' must be a mapping with at least a 'name'.",
        detail: ["path": "persona"])
    }
    guard let name = json["name"]?.string, name.contains(where: { !$0.isWhitespace }) else {
      throw PluginFailure(
        .invalid, "'persona.name' must be a text that is not empty.",
        detail: ["path": "persona.name"])
    }
    self.name = name
    bytes = json.bytes
    text = PersonaText.render(json)
    sentence = Self.sentence(name, json)
    relations = Dictionary(
      (json["relationships"]?.array ?? []).compactMap { entry in
        guard let other = entry["name"]?.string, let what = entry["description"]?.string,
          !what.isEmpty
        else { return nil }
        return (other, what)
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func sentence(_ name: String, _ json: JSON) -> String {
    var facts: [String] = []
    if let age = json["age"].flatMap(PersonaText.scalar) { facts.append("is \(age) years old") }
    let title = json["occupation"]?["title"] ?? json["occupation"]
    if let title = title.flatMap(PersonaText.scalar) { facts.append("works as \(title)") }
    if let nation = json["nationality"].flatMap(PersonaText.scalar) {
      facts.append("has the nationality \(nation)")
    }
    let residence = json["residence"] ?? json["country_of_residence"]
    if let residence = residence.flatMap(PersonaText.scalar) {
      facts.append("lives in \(residence)")
    }
    guard let last = facts.popLast() else { return "Of \(name) nothing but the name is known." }
    if facts.isEmpty { return "\(name) \(last)." }
    return "\(name) \(facts.joined(separator: ", ")) and \(last)."
  }
}
