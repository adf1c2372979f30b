import TinyTroupeKernel

/// The people that are there already: whoever comes next has another name and is another person.
struct Ensemble: Sendable {
  private var names: [String: String] = [:]
  private(set) var people: [WrittenPerson] = []

  /// People with more in common than this are twins.
  static let mostLikeness = 0.9
  /// Twins are looked for among so many who came before.
  private static let memory = 200
  /// So many names are told to a factory, the latest ones.
  private static let toldNames = 200
  /// So many people are told to a factory.
  private static let toldPeople = 8

  /// Begins with people who were not written.
  init(_ names: [String]) {
    for name in names { self.names[Self.key(name)] = name }
  }

  /// Names are the same whatever their case, since files may be named after them.
  private static func key(_ name: String) -> String { name.lowercased() }

  /// Why somebody cannot be taken in; nil when nothing speaks against it.
  func objection(to person: WrittenPerson) -> String? {
    if let same = names[Self.key(person.name)] { return "The name \(same) is taken." }
    return twin(of: person).map { "The person is all but the same as \($0)." }
  }

  /// The name of somebody who is all but the same.
  private func twin(of person: WrittenPerson) -> String? {
    people.suffix(Self.memory).first { $0.isLike(person, above: Self.mostLikeness) }?.name
  }

  /// Takes somebody in; nobody who has been written is lost: a taken name gets an initial.
  mutating func add(_ person: WrittenPerson) -> WrittenPerson {
    var person = person
    person.twin = twin(of: person)
    if names[Self.key(person.name)] != nil { person.rename(to: freeName(like: person.name)) }
    names[Self.key(person.name)] = person.name
    people.append(person)
    return person
  }

  /// The name with an initial, or else a number.
  private func freeName(like name: String) -> String {
    let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
    if parts.count == 2 {
      for letter in "ABCDEFGHIJKLMNOPRSTUVW" {
        let candidate = "\(parts[0]) \(letter). \(parts[1])"
        if names[Self.key(candidate)] == nil { return candidate }
      }
    }
    var number = 2
    while names[Self.key("\(name) \(number)")] != nil { number += 1 }
    return "\(name) \(number)"
  }

  /// Names that are taken, as a factory is told them.
  var takenNames: [String] { names.values.sorted().suffix(Self.toldNames) }

  /// Some of the people, drawn, as a factory is told them.
  func others(using generator: inout PathRandom) -> [String] {
    let known = people.compactMap(\.minibio)
    guard known.count > Self.toldPeople else { return known }
    let keys = known.map { _ in generator.next() }
    let chosen = known.indices.sorted { keys[$0] < keys[$1] }.prefix(Self.toldPeople)
    return chosen.sorted().map { known[$0] }
  }
}
