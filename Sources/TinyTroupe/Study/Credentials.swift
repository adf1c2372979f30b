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

  /// A text that is no shorter can be told from an ordinary word.
  private static let shortestKey = 8

  /// The values of environment variables whose names say that they are keys.
  static func values(in environment: [String: String]) -> [String] {
    environment.filter { isCredential($0.key) && $0.value.utf8.count >= shortestKey }.map(\.value)
  }

  /// The places where a key itself stands, whatever it is put under and wherever it came from.
  ///
  /// - Parameter keys: Texts that are known to be keys.
  static func exposed(in node: YAMLNode, _ keys: [String]) -> [Diagnostic] {
    if let text = node.string {
      let isKey = keys.contains { text.contains($0) } || looksLikeKey(text)
      return isKey || hasPassword(text) ? [.exposedKey(node.location)] : []
    }
    return (node.elements ?? []).flatMap { exposed(in: $0, keys) }
      + (node.members ?? []).flatMap { exposed(in: $0.node, keys) }
  }

  /// True for `sk-…`, the form of the keys of several providers.
  private static func looksLikeKey(_ text: String) -> Bool {
    text.split(whereSeparator: {
      !($0.isASCII && ($0.isLetter || $0.isNumber) || "-_".contains($0))
    })
    .contains { $0.hasPrefix("sk-") && $0.utf8.count >= 20 }
  }

  /// True for an address with a password in it: `https://name:password@host`.
  private static func hasPassword(_ text: String) -> Bool {
    guard let start = text.firstRange(of: "://")?.upperBound else { return false }
    let authority = text[start...].prefix { !"/?# ".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return false }
    return authority[..<at].contains(":")
  }

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
