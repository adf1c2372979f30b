internal import TinyTroupeJSON

/// A place in a form: its name, what is said about it, and what it takes.
struct Field {
  let name: String
  let schema: JSON
  /// Tells the elements of a list apart.
  let number: Int
  /// What a study says about it.
  let hint: String

  /// The first type that is not null; guessed where none is given.
  var type: String {
    if let type = schema["type"]?.string { return type }
    if let types = schema["type"]?.array?.compactMap(\.string) {
      return types.first { $0 != "null" } ?? "null"
    }
    if schema["properties"] != nil { return "object" }
    return schema["items"] != nil ? "array" : "string"
  }

  /// Whether one of some words, separated by spaces, is part of the name (`main_objection`, `mainReason`).
  func isNamed(_ words: String) -> Bool {
    let stems = nameStems
    return words.split(separator: " ").contains { stems.contains(Stem(String($0))) }
  }

  /// Whether one of some words stands in the name or in the description.
  func speaks(of words: String) -> Bool {
    let text = WordText("\(hint) \(schema["description"]?.string ?? "")").words.map(\.stem)
    return isNamed(words)
      || words.split(separator: " ").contains { text.contains(Stem(String($0))) }
  }

  /// Whether a list is to hold each of its values once, as a ranking does.
  var wantsAll: Bool { schema["description"]?.string?.contains("Each of them once") == true }

  /// How many elements a list gets that would have `wanted`.
  func count(_ wanted: Int) -> Int {
    let least = max(schema["minItems"]?.integer ?? 0, 0)
    let most = schema["maxItems"]?.integer ?? max(wanted, least)
    return min(max(wanted, least), max(most, 0), 1000)
  }

  /// The stems of the words that the name is made of.
  var nameStems: [Stem] {
    let isOneWord = name.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    if isOneWord { return [Stem(name)] }
    var spaced = ""
    for character in name {
      if character.isUppercase { spaced += " " }
      spaced += character == "_" || character == "-" ? " " : String(character)
    }
    return WordText(spaced).words.map(\.stem)
  }
}
