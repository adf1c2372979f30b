internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// The places of a world, in the study's order, and who is where at first.
struct Places: Sendable {
  let names: [String]
  private let inhabitants: [(place: String, people: [String])]

  static let none = Places(names: [], inhabitants: [])

  private init(names: [String], inhabitants: [(place: String, people: [String])]) {
    self.names = names
    self.inhabitants = inhabitants
  }

  /// Reads `{kitchen: [Ana, Ben], garden: []}`.
  init(_ json: JSON) throws {
    guard let members = json.object, !members.isEmpty else {
      throw Self.wrong(
        "must be a mapping of places to who is there, as in {kitchen: [Ana], garden: []}")
    }
    inhabitants = try members.map { member in
      guard let people = member.value.texts else {
        throw Self.wrong("needs a list of names for '\(member.key)', if need be an empty one")
      }
      return (member.key, people)
    }
    names = inhabitants.map(\.place)
    let everybody = inhabitants.flatMap(\.people)
    if let twice = everybody.first(where: { name in everybody.count { $0 == name } > 1 }) {
      throw Self.wrong("has '\(twice)' in two places")
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// The place that somebody calls so; case does not matter.
  func place(called name: String) -> String? {
    let wanted = name.lowercased()
    return names.first { $0.lowercased() == wanted }
  }

  /// Puts everybody where the study says, and all others into the first place.
  ///
  /// - Throws: That the study names somebody who is not in this world.
  func settle(_ people: People, in circumstances: inout Circumstances) throws {
    guard let first = names.first else { return }
    circumstances.move(nil, to: first)
    for (place, names) in inhabitants {
      let numbers = try names.map { name in
        if let number = people.number(of: name) { return number }
        throw Self.wrong("puts '\(name)' into '\(place)', but nobody is called that")
      }
      circumstances.move(numbers, to: place)
    }
  }

  /// The kind of action by which people go elsewhere; nil where there is nowhere to go.
  var action: JSON? {
    guard names.count > 1 else { return nil }
    return [
      "type": "MOVE", "target": "none", "choices": .array(names.map(JSON.string)),
      "text": "Goes to another place. You hear and reach only those who are where you are.",
    ]
  }

  private static func wrong(_ what: String) -> PluginFailure {
    PluginFailure(.invalid, "tiny-world: 'places' \(what).", detail: ["path": "places"])
  }
}
