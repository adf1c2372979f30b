import TinyTroupeJSON
public import TinyTroupeYAML

/// Looks over a persona for what makes people flat, self-contradictory or a cliché.
///
/// It finds hints, not mistakes: a persona is free in form, and whoever writes it may have a reason.
public struct PersonaLint {
  private let persona: YAMLNode
  private var hints: [Diagnostic] = []

  /// Everything that is worth a second look, in the order of places.
  public static func hints(on file: PersonaFile) -> [Diagnostic] {
    var lint = PersonaLint(persona: file.node)
    if file.kind == .person { lint.checkThinness() }
    lint.checkNumbers()
    lint.checkTastes()
    lint.checkLists(file.node)
    lint.checkRelationships()
    lint.checkWords(file.node)
    lint.checkLength()
    return lint.hints.sorted { ($0.location?.line ?? 0) < ($1.location?.line ?? 0) }
  }

  private init(persona: YAMLNode) { self.persona = persona }

  private mutating func add(_ message: String, _ node: YAMLNode, _ hint: String) {
    hints.append(Diagnostic(message, at: node.location, hint: hint, severity: .warning))
  }

  // MARK: Thin

  /// What tells how a person speaks and decides, with other keys that do as well.
  private static let expected: [(keys: [String], why: String)] = [
    (["age"], "age shapes what a person knows and how they speak"),
    (["occupation", "education"], "work and schooling bound what a person knows"),
    (
      ["nationality", "residence", "country_of_residence"],
      "where people live shapes what they take for granted"
    ),
    (["personality", "style"], "without it everybody sounds like the model"),
    (
      ["beliefs", "long_term_goals", "goals"],
      "without convictions people agree with whatever is said"
    ),
    (
      ["preferences", "interests", "likes"], "without tastes people like whatever is shown to them"
    ),
  ]

  private mutating func checkThinness() {
    let missing = Self.expected.filter { entry in
      !entry.keys.contains { key in Self.holdsSomething(persona[key]) }
    }
    for (keys, why) in missing { add("there is no '\(keys[0])'", persona, why) }
    for key in ["beliefs", "skills", "other_facts"] {
      guard let list = persona[key], let count = list.elements?.count, count == 1 else { continue }
      add(
        "'\(key)' has one entry", list, "a person of one \(key) repeats it in every turn; add some")
    }
  }

  private static func holdsSomething(_ node: YAMLNode?) -> Bool {
    guard let node else { return false }
    if let members = node.members { return !members.isEmpty }
    if let elements = node.elements { return !elements.isEmpty }
    return node.scalar != .null && node.string != ""
  }

  // MARK: Contradictory

  private mutating func checkNumbers() {
    guard let age = persona["age"], age.scalar != .null else { return }
    guard let years = age.scalar?.double else {
      return add("the age is \(age.kindInWords), not a number", age, "write: age: 34")
    }
    if !(0...120).contains(years) {
      add("nobody is \(age.json.text) years old", age, "write years")
    }
    let work = PersonaWords.tokens(
      persona.at("occupation.title")?.string ?? persona["occupation"]?.string ?? "")
    if years < 45, work.contains("retired") {
      add("retired at \(age.json.text)", age, "say why, or change one of the two")
    }
    if years < 16, !work.isEmpty, work.isDisjoint(with: ["student", "pupil", "child", "none"]) {
      add("at work at \(age.json.text)", age, "say why, or change one of the two")
    }
  }

  private mutating func checkTastes() {
    let preferences = persona["preferences"] ?? persona
    let likes = Self.words(of: preferences["likes"]) + Self.words(of: preferences["interests"])
    for dislike in preferences["dislikes"]?.elements ?? [] {
      let words = PersonaWords.tokens(dislike.string ?? "")
      guard !words.isEmpty, let like = likes.first(where: { $0.words == words }) else { continue }
      add(
        "liked and disliked at once: '\(dislike.string ?? "")'", dislike,
        "the other is in line \(like.node.location.line); say when it is which, or remove one")
    }
  }

  private static func words(of list: YAMLNode?) -> [(node: YAMLNode, words: Set<String>)] {
    (list?.elements ?? []).map { ($0, PersonaWords.tokens($0.string ?? "")) }
  }

  /// Repeated entries, and entries of which one denies the other.
  private mutating func checkLists(_ node: YAMLNode) {
    for member in node.members ?? [] { checkLists(member.node) }
    var seen: [(words: Set<String>, isDenied: Bool, line: Int)] = []
    for element in node.elements ?? [] {
      checkLists(element)
      guard let text = element.string else { continue }
      let (words, isDenied) = PersonaWords.statement(text)
      guard words.count > 1 else { continue }
      if let twin = seen.first(where: { $0.words == words }) {
        let message =
          twin.isDenied == isDenied ? "said twice: '\(text)'" : "said and denied: '\(text)'"
        add(message, element, "the other is in line \(twin.line)")
      }
      seen.append((words, isDenied, element.location.line))
    }
  }

  private mutating func checkRelationships() {
    guard let list = persona["relationships"] else { return }
    guard let elements = list.elements else {
      return add(
        "the relationships are no list", list,
        "write: relationships: [{name: Oscar, description: a friend}]")
    }
    for element in elements {
      guard let name = element["name"]?.string else {
        add("a relationship names nobody", element, "write: {name: Oscar, description: a friend}")
        continue
      }
      if name == persona["name"]?.string {
        add("'\(name)' is related to itself", element, "remove it, or name somebody else")
      } else if !Self.holdsSomething(element["description"]) {
        add("nothing tells what '\(name)' is to this person", element, "add a 'description'")
      }
    }
  }

  // MARK: Stereotyped

  /// Texts that explain a person by the group that it belongs to.
  private mutating func checkWords(_ node: YAMLNode) {
    for member in node.members ?? [] { checkWords(member.node) }
    for element in node.elements ?? [] { checkWords(element) }
    guard let text = node.string, let phrase = PersonaWords.cliche(in: text) else { return }
    add(
      "'\(phrase)' explains a person by a group", node,
      "say what this person does or thinks; models exaggerate such phrases")
  }

  // MARK: Long

  private mutating func checkLength() {
    let tokens = TokenEstimate.tokens(persona.json.bytes)
    guard tokens > 4000 else { return }
    add(
      "it has about \(tokens) tokens, which every call of this person pays for", persona,
      "2,000 are enough for most people")
  }
}
