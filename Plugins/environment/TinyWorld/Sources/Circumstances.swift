internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Where people are and what holds for them: for everybody, and for those for whom it differs.
///
/// This is the world's `state`.
struct Circumstances: Sendable, Hashable {
  private(set) var place: String?
  private(set) var context: [String]
  private(set) var places: [Int: String] = [:]
  private(set) var contexts: [Int: [String]] = [:]
  /// How many links there are; changes with them, so that a change of links is a change of state.
  var linkCount = 0
  /// The ids of the pictures that were shown, by their names.
  private(set) var pictures: JSONObject = [:]

  init(place: String?, context: [String]) {
    self.place = place
    self.context = context
  }

  /// Those for whom something differs.
  var exceptions: Set<Int> { Set(places.keys).union(contexts.keys) }

  /// Moves people; nil is everybody.
  mutating func move(_ people: [Int]?, to place: String) {
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
  init(state: JSON, _ people: People) throws {
    place = state["place"]?.string
    context = state["context"]?.texts ?? []
    linkCount = state["links"]?.integer ?? 0
    pictures = state["pictures"]?.object ?? [:]
    for (name, value) in state["places"]?.object ?? [:] {
      places[try people.stated(name)] = value.string
    }
    for (name, value) in state["contexts"]?.object ?? [:] {
      contexts[try people.stated(name)] = value.texts
    }
  }

  func write(to writer: inout JSONWriter, _ people: People) {
    writer.object { writer in
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
      if linkCount > 0 { writer.member("links", linkCount) }
    }
  }
}

extension People {
  fileprivate func stated(_ name: String) throws -> Int {
    if let number = number(of: name) { return number }
    throw PluginFailure(
      .state, "tiny-world: the state speaks of '\(name)', who is not in this world.")
  }
}

extension JSONWriter {
  /// Writes a member whose value is a list of texts.
  mutating func member(_ key: String, _ texts: [String]) {
    self.key(key)
    array { writer in for text in texts { writer.string(text) } }
  }
}
