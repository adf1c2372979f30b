import TinyTroupeJSON
import TinyTroupeKernel

/// A person as a factory wrote it.
struct WrittenPerson: Sendable {
  /// The persona; what holds of the person stands in it.
  var persona: JSONObject
  /// Who it is, in a sentence.
  let minibio: String?
  /// Digests of the persona's words without the name, ascending, by which twins are found.
  let words: [UInt64]
  /// What the factory called the person, where that could not stay.
  var wishedName: String?
  /// Whom it is all but the same as, where that could not be helped.
  var twin: String?

  /// The name.
  var name: String { persona["name"]?.string ?? "" }

  /// Longer names are sentences.
  private static let longestName = 100

  /// Reads a factory's answer, which is not trusted.
  init(
    _ reply: Reply, _ part: Casting.Part, _ overrides: JSONObject, plugin: String
  ) throws(PluginError) {
    let json = try reply.checked(plugin: plugin)
    guard var persona = json["persona"]?.object else {
      throw PluginError(
        .internal, "The factory broke its contract: 'persona' is missing.", plugin: plugin)
    }
    persona = PersonaMerge.override(persona, with: part.values.unfolded)
    persona = PersonaMerge.override(persona, with: overrides)
    let name = (part.name ?? persona["name"]?.string ?? "").tidied
    guard !name.isEmpty, name.count <= Self.longestName else {
      throw PluginError(
        .internal, "The factory broke its contract: the persona needs a name of 1 to 100 letters.",
        plugin: plugin)
    }
    var named: JSONObject = ["name": .string(name)]
    for member in persona where member.key != "name" { named[member.key] = member.value }
    self.persona = named
    minibio = json["minibio"]?.string.map { String($0.tidied.prefix(400)) }
    named["name"] = nil
    words = PersonaWords.tokens(JSON.object(named).text).map(\.digest).sorted()
  }

  /// True when two people have more than so much in common: common words among all words (Jaccard), from 0 to 1.
  ///
  /// With a and b words and d of them not common, that share is (a + b - d) / (a + b + d), so the comparison ends as
  /// soon as d is too large; most end after a few words.
  func isLike(_ other: WrittenPerson, above share: Double) -> Bool {
    let (a, b) = (words.count, other.words.count)
    let limit = (1 - share) / (1 + share) * Double(a + b)
    var (left, right, different) = (0, 0, 0)
    while left < a, right < b {
      let (first, second) = (words[left], other.words[right])
      if first <= second { left += 1 }
      if second <= first { right += 1 }
      if first != second { different += 1 }
      if Double(different) >= limit { return false }
    }
    return Double(different + a - left + b - right) < limit
  }

  /// Takes another name, remembering the one that was wished for.
  mutating func rename(to name: String) {
    wishedName = self.name
    persona["name"] = .string(name)
  }
}

extension String {
  /// The text on one line, with single blanks.
  fileprivate var tidied: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A number for the text, by FNV-1a (Fowler, Noll and Vo).
  fileprivate var digest: UInt64 {
    utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
