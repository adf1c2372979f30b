internal import TinyTroupeJSON

/// Texts in their categories, in the order in which the categories came up.
struct Categories: Sendable {
  private(set) var names: [String] = []
  private var members: [[String]] = []
  private let longestName: Int

  init(longestName: Int) { self.longestName = longestName }

  /// Sorts texts in as a model replied, which is not trusted: a text counts once, and what is no
  /// text's number is dropped.
  ///
  /// - Returns: The texts that the reply leaves out.
  mutating func take(_ reply: JSON, for texts: [String]) -> [String] {
    var left = Set(texts.indices)
    for category in reply["categories"]?.array ?? [] {
      guard let name = category["name"]?.string.map(shortened), !name.isEmpty else { continue }
      let numbers = (category["members"]?.array ?? []).compactMap(\.integer)
      let taken = numbers.filter { left.remove($0 - 1) != nil }.map { texts[$0 - 1] }
      if !taken.isEmpty { add(taken, to: name) }
    }
    return left.sorted().map { texts[$0] }
  }

  /// Puts texts into the category of a name; names that differ in case alone are one.
  mutating func add(_ texts: [String], to name: String) {
    if let known = names.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      members[known] += texts
    } else {
      names.append(name)
      members.append(texts)
    }
  }

  /// The category of each text, at most `limit` different ones: of more, the largest stay and the
  /// rest becomes `other`.
  func limited(to limit: Int, other: String) -> [String: String] {
    var kept = Set(names.indices)
    if names.count > limit {
      let isRest = names.map { $0.lowercased() == other.lowercased() }
      let bySize = names.indices.filter { !isRest[$0] }
        .sorted { (members[$0].count, $1) > (members[$1].count, $0) }
      kept = Set(bySize.prefix(limit - 1))
    }
    let pairs = names.indices.flatMap { number in
      members[number].map { ($0, kept.contains(number) ? names[number] : other) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The name, cut where a sentence or a word ends when it is too long.
  private func shortened(_ name: String) -> String {
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard name.count > longestName else { return name }
    if let end = name.firstIndex(where: { ".!?;".contains($0) }),
      name.distance(from: name.startIndex, to: end) <= longestName, end != name.startIndex
    {
      return String(name[..<end])
    }
    let cut = name.prefix(longestName - 1)
    let words = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
    return words + "…"
  }
}
