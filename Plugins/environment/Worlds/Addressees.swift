/// Whom an action's target names.
package struct Addressees: Sendable {
  /// More names than this in one target are not looked at.
  private static let most = 32

  package private(set) var known: [Int] = []
  package private(set) var unknown: [String] = []

  /// Reads an exact name, or several separated by commas or semicolons.
  package init(_ target: String, _ people: People) {
    if let number = people.present(target) {
      known = [number]
      return
    }
    for part in target.split(maxSplits: Self.most, whereSeparator: { $0 == "," || $0 == ";" })
      .prefix(Self.most)
    {
      let name = Self.trimmed(part)
      guard let number = people.present(name) else {
        if !name.isEmpty { unknown.append(name) }
        continue
      }
      if !known.contains(number) { known.append(number) }
    }
  }

  /// The same without one person, who cannot address himself.
  package func without(_ person: Int) -> [Int] { known.filter { $0 != person } }

  private static func trimmed(_ text: Substring) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }
}
