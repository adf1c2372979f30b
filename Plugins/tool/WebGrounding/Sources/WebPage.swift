/// The address of a page, taken apart.
struct WebPage: Sendable, Hashable {
  let url: String
  /// Scheme, host and port: `https://example.org`.
  let site: String
  /// With the query, as robots.txt speaks of it.
  let path: String

  init?(_ url: String) {
    let lower = url.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://"),
      let start = url.firstRange(of: "://")?.upperBound
    else { return nil }
    let rest = url[start...].prefix { $0 != "#" }
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    self.url = String(url[..<start] + rest)
    site = String(url[..<start]) + host
    let path = rest.dropFirst(host.count)
    self.path = path.isEmpty ? "/" : path.hasPrefix("/") ? String(path) : "/" + path
  }
}

/// What a site's robots.txt lets this program read.
///
/// After RFC 9309: the group of this program, else that of everybody; the longest rule that matches decides, and
/// where two are as long the one that allows.
struct RobotRules: Sendable, Hashable {
  static let agent = "tinytroupe"

  private var rules: [(allows: Bool, pattern: String)] = []

  init(_ text: String) {
    var groups: [(agents: [String], rules: [(Bool, String)])] = []
    var isNaming = false
    for line in text.split(whereSeparator: \.isNewline).prefix(5000) {
      let parts = line.prefix { $0 != "#" }.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].lowercased().filter { !$0.isWhitespace }
      let value = parts[1].filter { !$0.isWhitespace }
      switch key {
      case "user-agent":
        if !isNaming { groups.append(([], [])) }
        groups[groups.count - 1].agents.append(value.lowercased())
        isNaming = true
      case "allow", "disallow":
        isNaming = false
        guard !groups.isEmpty, !value.isEmpty else { continue }
        groups[groups.count - 1].rules.append((key == "allow", value))
      default: isNaming = false
      }
    }
    let own = groups.filter { $0.agents.contains(Self.agent) }
    let chosen = own.isEmpty ? groups.filter { $0.agents.contains("*") } : own
    rules = chosen.flatMap(\.rules).map { (allows: $0.0, pattern: $0.1) }
  }

  /// True when the page with this path may be read.
  func allow(_ path: String) -> Bool {
    let matching = rules.filter { Self.matches(path, $0.pattern) }
    let longest = matching.map(\.pattern.count).max() ?? 0
    let deciding = matching.filter { $0.pattern.count == longest }
    return deciding.isEmpty || deciding.contains(where: \.allows)
  }

  /// Whether a path begins as a pattern says, in which `*` stands for anything and `$` for the end.
  private static func matches(_ path: String, _ pattern: String) -> Bool {
    let isWhole = pattern.hasSuffix("$")
    let parts = (isWhole ? pattern.dropLast() : pattern[...])
      .split(separator: "*", omittingEmptySubsequences: false)
    var rest = path[...]
    for (number, part) in parts.enumerated() {
      if number == 0 {
        guard rest.hasPrefix(part) else { return false }
        rest = rest.dropFirst(part.count)
      } else if isWhole, number == parts.count - 1 {
        guard rest.hasSuffix(part) else { return false }
        rest = ""
      } else if !part.isEmpty {
        guard let found = rest.firstRange(of: part) else { return false }
        rest = rest[found.upperBound...]
      }
    }
    return !isWhole || rest.isEmpty
  }

  static func == (left: RobotRules, right: RobotRules) -> Bool {
    left.rules.map(\.pattern) == right.rules.map(\.pattern)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(rules.map(\.pattern)) }
}
