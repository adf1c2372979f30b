package import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Where people are and what holds for them: for everybody, and for those for whom it differs.
///
/// This is the common part of a world's `state`.
package struct Circumstances: Sendable, Hashable {
  package private(set) var place: String?
  package private(set) var context: [String]
  package private(set) var places: [Int: String] = [:]
  package private(set) var contexts: [Int: [String]] = [:]
  /// The ids of the pictures that were shown, by their names.
  package private(set) var pictures: JSONObject = [:]

  package init(place: String?, context: [String]) {
    self.place = place
    self.context = context
  }

  /// Where a person is; nil for nowhere in particular.
  package func place(of person: Int) -> String? { places[person] ?? place }

  /// Those for whom something differs.
  package var exceptions: Set<Int> { Set(places.keys).union(contexts.keys) }

  /// Moves people; nil is everybody.
  package mutating func move(_ people: [Int]?, to place: String) {
    guard let people else {
      self.place = place
      places = [:]
      return
    }
    for person in people { places[person] = place == self.place ? nil : place }
  }

  /// Notes that a picture was shown; of two with one name the later one is meant.
  mutating func add(picture id: String, _ name: String?) {
    pictures[name ?? "picture"] = .string(id)
  }

  /// The picture that a text names: the one with the longest name in it.
  func picture(in text: String) -> String? {
    let named = pictures.filter { text.contains($0.key) }
    return named.max { ($0.key.count, $1.key) < ($1.key.count, $0.key) }?.value.string
  }

  /// Replaces what holds for people; nil is everybody.
  mutating func replaceContext(of people: [Int]?, by context: [String]) {
    guard let people else {
      self.context = context
      contexts = [:]
      return
    }
    for person in people { contexts[person] = context == self.context ? nil : context }
  }
}

// MARK: - State

extension Circumstances {
  /// Reads the members that `writeMembers` wrote.
  package init(state: JSON, _ people: People) throws {
    place = state["place"]?.string
    context = state["context"]?.texts ?? []
    pictures = state["pictures"]?.object ?? [:]
    for (name, value) in state["places"]?.object ?? [:] {
      places[try people.stated(name)] = value.string
    }
    for (name, value) in state["contexts"]?.object ?? [:] {
      contexts[try people.stated(name)] = value.texts
    }
  }

  /// Writes what holds as members of an object.
  package func writeMembers(to writer: inout JSONWriter, _ people: People) {
    if let place { writer.member("place", place) }
    if !context.isEmpty { writer.member("context", context) }
    if !places.isEmpty {
      writer.key("places")
      writer.object { writer in
        for (number, place) in places.sorted(by: { $0.key < $1.key }) {
          writer.member(people.names[number], place)
        }
      }
    }
    if !contexts.isEmpty {
      writer.key("contexts")
      writer.object { writer in
        for (number, context) in contexts.sorted(by: { $0.key < $1.key }) {
          writer.member(people.names[number], context)
        }
      }
    }
    if !pictures.isEmpty { writer.member("pictures", .object(pictures)) }
  }
}

extension People {
  fileprivate func stated(_ name: String) throws -> Int {
    if let number = number(of: name) { return number }
    throw PluginFailure(
      .state, "\(world): the state speaks of '\(name)', who is not in this world.")
  }
}
