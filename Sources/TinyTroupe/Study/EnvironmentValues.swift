import TinyTroupeJSON
import TinyTroupeYAML

/// Puts the values of environment variables in place of `${env:NAME}`.
struct EnvironmentValues {
  private(set) var diagnostics: [Diagnostic] = []
  private let environment: [String: String]

  private static let opening = "${env:"

  init(_ environment: [String: String]) {
    self.environment = environment
  }

  /// The node with every reference in its texts replaced; keys are left alone.
  mutating func substituted(_ node: YAMLNode) -> YAMLNode {
    switch node.value {
    case .scalar: scalar(node)
    case .sequence(let elements):
      YAMLNode(.sequence(elements.map { substituted($0) }), at: node.location)
    case .mapping(let members):
      YAMLNode(
        .mapping(
          members.map {
            YAMLMember(key: $0.key, keyLocation: $0.keyLocation, node: substituted($0.node))
          }), at: node.location)
    }
  }

  private mutating func scalar(_ node: YAMLNode) -> YAMLNode {
    guard let text = node.string, text.contains(Self.opening) else { return node }
    guard let value = replaced(text, at: node.location) else { return node }
    // `port: ${env:PORT}` is a number if the variable holds one; in quotes it stays a text.
    let isWhole = text.hasPrefix(Self.opening) && text.firstIndex(of: "}") == text.indices.last
    let json: JSON = isWhole && !node.isQuoted ? YAMLNode.plainScalar(value) : .string(value)
    return YAMLNode(.scalar(json), at: node.location, text: text, isQuoted: node.isQuoted)
  }

  private mutating func replaced(_ text: String, at location: SourceLocation) -> String? {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: Self.opening) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}"), Self.isName(rest[..<end]) else {
        diagnostics.append(.badEnvironmentReference(location))
        return nil
      }
      let name = String(rest[..<end])
      guard let value = environment[name] else {
        diagnostics.append(.environmentNotSet(name, location))
        return nil
      }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.first, !first.isNumber else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
