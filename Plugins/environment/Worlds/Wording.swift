/// The sentences that a world itself says to people.
package enum Wording {
  package static let nobodyAddressed =
    "Nobody heard you, since you addressed nobody. Name somebody as the target."
  package static let nobodyReachedOutTo = "You reached out to nobody. Name somebody as the target."

  package static func unknown(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\($0.prefix(60))'" }
    return "Nobody here is called \(list(shown, "or")). Use exact names."
  }

  /// What somebody perceives who has come to a place.
  package static func arrived(at place: String, among names: [String]) -> String {
    "You are in: \(place). "
      + (names.isEmpty ? "Nobody else is here." : "Here are: \(list(names, "and")).")
  }

  package static func noPlace(_ name: String, _ places: [String]) -> String {
    "There is no place called '\(name.prefix(60))'. There are: \(list(places, "and"))."
  }

  package static func noPicture(_ names: [String]) -> String {
    names.isEmpty
      ? "There is no picture to show." : "That names no picture. There are: \(list(names, "and"))."
  }

  package static func outOfReach(_ names: [String]) -> String {
    "\(list(names, "and")) cannot be reached from here and did not hear you."
      + " REACH_OUT makes contact."
  }

  package static func reachedOut(to name: String) -> String {
    "You have reached out to \(name): you can talk to each other now."
  }

  package static func reachedOut(by name: String) -> String {
    "\(name) has reached out to you: you can talk to each other now."
  }

  package static func list(_ items: [String], _ word: String) -> String {
    guard items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " \(word) \(items[items.count - 1])"
  }
}
