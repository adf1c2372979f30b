import TinyTroupeJSON

/// The forms in which persona files are written.
public enum PersonaForm: Sendable, CaseIterable {
  /// JSON as the reference system reads and writes it: `type` is `TinyPerson` or `Fragment`.
  case json
  /// YAML with the same members, `type` being `person` or `fragment`.
  case yaml

  /// A file's content in this form; keys and elements keep their order.
  public func text(_ file: PersonaFile) -> String {
    switch self {
    case .json:
      let type: JSON = file.kind == .person ? "TinyPerson" : "Fragment"
      let whole: JSON = ["type": type, "persona": .object(file.persona)]
      return whole.indented + "\n"
    case .yaml:
      let type: JSON = file.kind == .person ? "person" : "fragment"
      return YAMLWriter.text(["type": type, "persona": .object(file.persona)])
    }
  }
}

extension JSON {
  /// The value as JSON over several lines, indented by two spaces.
  var indented: String { indented(by: "") }

  private func indented(by margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.map {
        "\(inner)\(JSON.string($0.key).text): \($0.value.indented(by: inner))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { inner + $0.indented(by: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(margin)]"
    default: return text
    }
  }
}
