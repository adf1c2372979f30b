import TinyTroupeYAML

/// Keeps keys and passwords out of studies: where one belongs, only `{$secret: NAME}` may stand.
enum Credentials {
  private static let names: Set<String> = [
    "api_key", "apikey", "access_key", "token", "password", "passwd", "secret", "authorization",
    "credentials", "bearer",
  ]
  private static let endings = ["_api_key", "_access_key", "_token", "_password", "_secret"]
  /// Below these keys stand descriptions of people and tables, where a secret is a secret of the heart.
  private static let exempt: Set<String> = ["persona", "with", "fields", "purposes"]

  /// The places where something else stands; none of the messages shows it.
  static func misplaced(in node: YAMLNode) -> [Diagnostic] {
    if let elements = node.elements { return elements.flatMap(misplaced) }
    return (node.members ?? []).flatMap { member -> [Diagnostic] in
      if exempt.contains(member.key) { return [] }
      if isCredential(member.key), !isReference(member.node) {
        return [.credential(member.key, member.node.location)]
      }
      return misplaced(in: member.node)
    }
  }

  private static func isCredential(_ key: String) -> Bool {
    let name = key.lowercased().replacing("-", with: "_")
    return names.contains(name) || endings.contains(where: name.hasSuffix)
  }

  /// `{$secret: NAME}`, where a header may add the `prefix` that goes before it.
  private static func isReference(_ node: YAMLNode) -> Bool {
    guard node["$secret"]?.string != nil else { return false }
    return (node.members ?? []).allSatisfy { ["$secret", "prefix"].contains($0.key) }
  }
}
