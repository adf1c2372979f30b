import TinyTroupeJSON
import TinyTroupeYAML

// Every sentence about personas and fragments.

extension Diagnostic {
  static func personaIsNoMapping(_ node: YAMLNode) -> Diagnostic {
    Diagnostic(
      "a persona must be a mapping, found \(node.kindInWords)", at: node.location,
      hint: "write keys such as 'name:', 'age:' and 'occupation:'")
  }

  static func personaHasNoType(_ root: YAMLNode) -> Diagnostic {
    Diagnostic(
      "this is neither a person nor a fragment", at: root.location,
      hint: "write 'type: person' or 'type: fragment', and the rest below 'persona:'")
  }

  static func unknownPersonaType(_ type: YAMLNode) -> Diagnostic {
    Diagnostic(
      "'\(type.text ?? "")' is no type of persona file", at: type.location,
      hint: "write 'person' or 'fragment'")
  }

  static func personaIsMissing(_ root: YAMLNode) -> Diagnostic {
    Diagnostic(
      "the key 'persona' is missing", at: root.location, hint: "indent the rest below 'persona:'")
  }

  static func wrongPersonaKind(
    _ path: String, _ found: PersonaFile.Kind, _ location: SourceLocation
  ) -> Diagnostic {
    let key = found == .person ? "persona" : "fragments"
    let wanted: PersonaFile.Kind = found == .person ? .fragment : .person
    return Diagnostic(
      "'\(path)' is \(found.inWords), not \(wanted.inWords)", at: location,
      hint: "name it under '\(key)'")
  }

  static func personHasNoName(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("the person has no name", at: location, hint: "add 'name:', or 'as:' in the study")
  }

  static func nameIsTaken(
    _ name: String, _ location: SourceLocation, first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a second person is called '\(name)'", at: location,
      hint: "the first is at \(first.file), line \(first.line); rename one: 'as: \(name) 2'")
  }

  static func needsPersona(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "an agent needs 'persona' or 'population'", at: location,
      hint: "write: {persona: lisa.agent.yaml}")
  }

  static func personaAndPopulation(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'persona' and 'population' exclude each other", at: location, hint: "make two entries of it")
  }

  static func populationRenamed(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'as' renames one person, not a population", at: location,
      hint: "list the person under 'persona' instead")
  }

  static func emptyPopulation(_ folder: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(folder)' holds no persona files", at: location,
      hint: "their names end in .agent.json or .agent.yaml")
  }

  static func remoteFile(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is on the network, not a file", at: location,
      hint: "download it into the study's folder")
  }

  /// A fragment contradicts what is already there; both values and both files are named.
  static func conflict(
    _ conflict: PersonaMerge.Conflict, at location: SourceLocation, in file: String,
    against other: SourceLocation?
  ) -> Diagnostic {
    let path = conflict.path.joined(separator: ".")
    let place = other.map { "\($0.file), line \($0.line)" } ?? "the persona"
    let with = conflict.path.reversed().reduce("…") { "{\($1): \($0)}" }
    return Diagnostic(
      "'\(path)' is \(brief(conflict.added)) in \(file), but \(brief(conflict.present)) in \(place)",
      at: location, hint: "decide it in the study: 'with: \(with)'")
  }

  /// A value as it fits into a sentence.
  private static func brief(_ value: JSON) -> String {
    switch value {
    case .array, .object: return value.kindInWords
    default: break
    }
    let text = value.string ?? value.text
    return "'\(text.count > 60 ? text.prefix(60) + "…" : text)'"
  }
}
