/// Who may reach whom: everybody, or those to whom relations of certain types lead.
///
/// It is asked each time and never spelt out as pairs.
struct ReachRule: Sendable {
  /// Which way a relation with a direction is followed; without one, all come to the same.
  enum Direction: String, CaseIterable, Sendable {
    case either
    case out
    case `in`
    case both
  }

  let isEveryone: Bool
  /// The types that count; nil for all that the study gives.
  let types: [String]?
  let direction: Direction

  static let everyone = ReachRule(isEveryone: true, types: [], direction: .either)
}

extension Network {
  /// Whether a person can talk to another.
  func reaches(_ person: Int, _ other: Int) -> Bool {
    if rules.reach.isEveryone { return true }
    if contacts.contains(person, other) { return true }
    return reachTypes.contains {
      relations[$0].leads(from: person, to: other, rules.reach.direction)
    }
  }

  /// Those whom a person can talk to, in canonical order; asked only where these are not all.
  func reachable(from person: Int) -> [Int32] {
    var found = contacts.outward[person]
    for type in reachTypes {
      found = merged(found, relations[type].neighbours(of: person, rules.reach.direction))
    }
    return found
  }

  /// Whether two people are related at all, whichever way and whatever the type.
  func areRelated(_ person: Int, _ other: Int) -> Bool {
    relations.contains { $0.leads(from: person, to: other, .either) }
  }

  /// Whether somebody is related to another by a type; by any where it is nil, by none that does not exist.
  func isRelated(_ person: Int, to other: Int, by type: String? = nil) -> Bool {
    relations.contains { (type == nil || $0.type == type) && $0.contains(person, other) }
  }
}
