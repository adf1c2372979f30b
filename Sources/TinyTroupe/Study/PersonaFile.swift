public import TinyTroupeJSON
public import TinyTroupeYAML

/// A file that describes a person, or a fragment that can be merged into persons.
///
/// JSON and YAML have the same form: `type` (`TinyPerson` or `person`, `Fragment` or `fragment`) and `persona`.
/// Other keys beside these two are left alone. A person may also be written without the two, as the bare
/// persona with its `name`.
public struct PersonaFile: Sendable {
  /// What a file holds.
  public enum Kind: Sendable {
    /// A whole person.
    case person
    /// A part of a persona.
    case fragment

    /// The kind in words for messages.
    var inWords: String { self == .person ? "a person" : "a fragment" }
  }

  /// What the file holds.
  public let kind: Kind
  /// The file as the user named it.
  public let file: String
  /// The persona, a mapping, with places.
  public let node: YAMLNode

  /// The persona.
  public var persona: JSONObject { node.json.object ?? [:] }

  /// The person's name, if the file says one.
  public var name: String? { node["name"]?.string.flatMap { $0.isEmpty ? nil : $0 } }

  /// Reads a persona or fragment file's content: JSON if the name ends in `.json`, else YAML.
  public init(_ source: SourceText) throws(DiagnosticList) {
    try self.init(SourceFile.parse(source), file: source.file)
  }

  /// Reads a persona or fragment that stands in a study itself.
  init(_ root: YAMLNode, file: String) throws(DiagnosticList) {
    guard root.members != nil else {
      throw DiagnosticList([.personaIsNoMapping(root)])
    }
    self.file = file
    guard let type = root["type"], root["persona"] != nil || Self.kind(type.string) != nil else {
      kind = .person
      node = root["persona"] ?? root
      guard node["name"] != nil else { throw DiagnosticList([.personaHasNoType(root)]) }
      return
    }
    guard let kind = Self.kind(type.string) else {
      throw DiagnosticList([.unknownPersonaType(type)])
    }
    guard let persona = root["persona"] else { throw DiagnosticList([.personaIsMissing(root)]) }
    guard persona.members != nil else { throw DiagnosticList([.personaIsNoMapping(persona)]) }
    self.kind = kind
    node = persona
  }

  private static func kind(_ type: String?) -> Kind? {
    switch type?.lowercased() {
    case "tinyperson", "person": .person
    case "fragment": .fragment
    default: nil
    }
  }
}
