internal import TinyTroupeJSON

/// What a persona offers to somebody who has to speak for it.
struct Profile {
  let name: String
  /// What the persona says in a word, a number or a text, by key.
  let facts: JSONObject
  let voice: Voice
  let beliefs: [String]
  let likes: [String]
  let dislikes: [String]
  let interests: [String]
  let goals: [String]
  /// "actuary and sauce maker"; empty when there is none.
  let job: String
  /// The first of several jobs: "actuary".
  let trade: String
  let relationships: [String]
  /// How the person is tuned, each from −1 (low) to 1 (high).
  let agreeableness: Int
  let extraversion: Int
  let openness: Int
  /// A number that is the person's own: it stays the same in every call and every run.
  let key: UInt64

  /// Longer beliefs are not said in one breath.
  private static let longestSentence = 180

  init(_ persona: JSON, name fallback: String = "") {
    facts = JSONObject(
      (persona.object ?? [:]).filter { $0.value.string != nil || $0.value.double != nil }
        .map { ($0.key, $0.value) })
    name = persona["name"]?.string ?? fallback
    let personality = persona["personality"]
    voice = Voice(
      style: persona["style"]?.string ?? "", traits: Self.texts(personality?["traits"]))
    beliefs = Self.texts(persona["beliefs"]).filter { $0.utf8.count < Self.longestSentence }
      .map(\.asSentence)
    let preferences = persona["preferences"]
    likes = Self.texts(preferences?["likes"]).compactMap(\.asPhrase)
    dislikes = Self.texts(preferences?["dislikes"]).compactMap(\.asPhrase)
    interests = Self.texts(preferences?["interests"]).compactMap(\.asPhrase)
    goals = Self.texts(persona["long_term_goals"]).compactMap(\.asPurpose)
    let occupation = persona["occupation"]
    job = (occupation?["title"]?.string ?? occupation?.string)?.asJob ?? ""
    trade = Self.first(of: job)
    relationships = (persona["relationships"]?.array ?? []).compactMap { $0["name"]?.string }
    let traits = personality?["big_five"]
    agreeableness = Self.level(traits?["agreeableness"])
    extraversion = Self.level(traits?["extraversion"])
    openness = Self.level(traits?["openness"])
    key = Draw.mix(Stem(name).value)
  }

  private static func first(of jobs: String) -> String {
    jobs.firstRange(of: " and ").map { String(jobs[..<$0.lowerBound]) } ?? jobs
  }

  /// The first name, by which others are addressed.
  static func firstName(_ name: String) -> String {
    name.utf8.firstIndex(of: UInt8(ascii: " ")).map { String(name[..<$0]) } ?? name
  }

  private static func texts(_ value: JSON?) -> [String] {
    if let text = value?.string { return [text] }
    return (value?.array ?? []).compactMap(\.string)
  }

  /// Reads 1 where the text says high, −1 where it says low, else 0.
  private static func level(_ value: JSON?) -> Int {
    guard let text = value?.string else { return 0 }
    for word in WordText(text, limit: 24).words {
      if word.stem == high { return 1 }
      if word.stem == low { return -1 }
    }
    return 0
  }

  private static let high = Stem("high")
  private static let low = Stem("low")
}

// MARK: - Phrases out of a persona

extension String {
  /// The text as a sentence: a capital, and a point when it ends without one.
  fileprivate var asSentence: String {
    guard let last = utf8.last else { return self }
    let isEnded = [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last)
    return (isEnded ? self : self + ".").capitalisedFirst
  }

  /// The text as a part of what the person says: no point, no capital unless a name begins it; nil when it
  /// is too long, or speaks of the person as "he" or "she".
  fileprivate var asPhrase: String? {
    let phrase = trimmed(to: 60).uncapitalisedFirst
    return phrase.isEmpty || phrase.utf8.count > 90 ? nil : phrase.withoutThirdPerson
  }

  /// An occupation without capitals, other than those of "CEO"; nil when it is too long.
  fileprivate var asJob: String? {
    let words = trimmed(to: 40).split(separator: " ").map { word in
      word.dropFirst().contains(where: \.isUppercase) ? String(word) : word.lowercased()
    }
    return words.isEmpty || words.count > 6 ? nil : words.joined(separator: " ")
  }

  /// The text as it stands after "to"; nil when it is too long.
  fileprivate var asPurpose: String? {
    let phrase = trimmed(to: 70)
    let lowered = phrase.uncapitalisedFirst
    let purpose = lowered.hasPrefix("to ") ? String(lowered.dropFirst(3)) : lowered
    return purpose.isEmpty || purpose.utf8.count > 100 ? nil : purpose.withoutThirdPerson
  }

  private static let thirdPerson = StemSet(["he she his her him hers himself herself"])

  /// The text up to the clause that speaks of "he" or "she"; nil when it does so from the start.
  private var withoutThirdPerson: String? {
    func isFree(_ text: String) -> Bool {
      !WordText(text).words.contains { Self.thirdPerson.contains($0.stem) }
    }
    if isFree(self) { return self }
    guard let comma = firstIndex(of: ",") else { return nil }
    let start = String(self[..<comma])
    return isFree(start) ? start : nil
  }

  /// Without the point at its end; a long text ends at its first comma.
  private func trimmed(to length: Int) -> String {
    var text = self[...]
    if utf8.count > length, let cut = text.firstIndex(where: { ",;(—".contains($0) }) {
      text = text[..<cut]
    }
    while let last = text.last, last == "." || last == " " { text.removeLast() }
    return String(text)
  }

  /// A name keeps its capital: the next letter or a later word has one too.
  private var uncapitalisedFirst: String {
    let start = Array(utf8.prefix(2))
    let isCapital = { (byte: UInt8) in byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    let words = WordText(self).words
    guard start.count == 2, isCapital(start[0]), !isCapital(start[1]), start[1] != 0x20,
      !words.dropFirst().contains(where: \.isCapitalised),
      !(words.first.map { Self.peoples.contains($0.stem) } ?? false)
    else { return self }
    return prefix(1).lowercased() + dropFirst()
  }

  private static let peoples = StemSet([
    "african american arab asian australian austrian brazilian british canadian chinese danish dutch "
      + "english european finnish french german greek indian irish italian japanese jewish korean "
      + "latin mexican nigerian norwegian polish portuguese roman russian scottish spanish swedish "
      + "swiss thai turkish vietnamese welsh"
  ])
}
