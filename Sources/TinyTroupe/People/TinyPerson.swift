public import TinyTroupeJSON

/// A simulated person: a persona that perceives, acts and remembers.
///
/// A person that is in no `TinyWorld` has one to itself, made when it first acts. Its persona can be changed until
/// then. Use a person from one task, the one that uses its world.
public final class TinyPerson {
  /// The name: unique in a world.
  public let name: String
  /// The persona; free in form, with the name in it.
  public private(set) var persona: JSONObject
  /// What the person can use; see `Troupe.component`.
  public var tools: [ComponentPlan] = []
  /// How the person remembers; nil for the default memory.
  public var memory: ComponentPlan?

  /// Where the person lives.
  weak var world: TinyWorld?
  /// The world of a person that is in no other.
  private var ownWorld: TinyWorld?
  private let troupe: Troupe?

  /// Makes a person.
  ///
  /// - Parameters:
  ///   - persona: All else that is known of the person.
  ///   - troupe: For a person that acts alone; nil for the usual plugins and the model that costs nothing.
  public init(_ name: String, _ persona: JSONObject = [:], troupe: Troupe? = nil) {
    self.name = name
    var named: JSONObject = ["name": .string(name)]
    for member in persona where member.key != "name" { named[member.key] = member.value }
    self.persona = named
    self.troupe = troupe
  }

  /// Reads a person from a persona file, JSON or YAML, of this project's or the reference's form.
  ///
  /// It reads the file: not for Swift's cooperative pool.
  ///
  /// - Throws: `preparation` with everything that is wrong with the file.
  public convenience init(file: String, troupe: Troupe? = nil) throws(RunError) {
    let read = try PersonaFile(reading: file, as: .person)
    guard let name = read.name else { throw .preparation("\(file): the person has no name.") }
    self.init(name, read.persona, troupe: troupe)
  }

  /// A value of the persona at a path with dots, such as `occupation.title` or `beliefs.0`; nil for none.
  public subscript(path: String) -> JSON? { JSON.object(persona).at(path) }

  /// Sets a value of the persona at a path with dots; what stood there is replaced, mappings on the way are made.
  ///
  /// - Throws: `preparation` once the person has begun to act, for the name, and for a path through a value that
  ///   is no mapping.
  public func define(_ path: String, _ value: JSON) throws(RunError) {
    try refuseWhenActing("define '\(path)'")
    let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard keys != ["name"] else {
      throw .preparation("\(name)'s name cannot change. Make another person with the new name.")
    }
    guard keys.allSatisfy({ !$0.isEmpty }), let changed = persona.setting(value, at: keys[...])
    else {
      throw .preparation(
        "\(name) has no place '\(path)' in its persona: a part of it is empty, or holds a single value."
      )
    }
    persona = changed
  }

  /// Adds what a fragment says: lists grow, missing values are added.
  ///
  /// - Throws: `preparation` when the file cannot be used, or says of a single value something else than the persona;
  ///   then nothing of it is added.
  public func importFragment(_ file: String) throws(RunError) {
    try refuseWhenActing("import \(file)")
    let fragment = try PersonaFile(reading: file, as: .fragment)
    let (merged, conflicts) = PersonaMerge.merge(persona, fragment.persona)
    guard conflicts.isEmpty else {
      let list = conflicts.map { conflict in
        let path = conflict.path.joined(separator: ".")
        return "\n  '\(path)' is \(conflict.added.text) there, but \(conflict.present.text) here"
      }
      throw .preparation("The fragment \(file) does not fit \(name):\(list.joined())")
    }
    persona = merged
  }

  /// Notes what somebody is to this person, and, if told, what this person is to them.
  ///
  /// - Throws: `preparation` once one of them has begun to act.
  public func relate(
    to other: TinyPerson, as description: String, andBack back: String? = nil
  ) throws(RunError) {
    try refuseWhenActing("relate to \(other.name)")
    persona = persona.relating(to: other.name, as: description)
    if let back { try other.relate(to: self, as: back) }
  }

  private func refuseWhenActing(_ what: String) throws(RunError) {
    guard world?.hasBegun == true else { return }
    throw .preparation(
      "\(name) has begun to act, so it is too late to \(what). Do that before the first step.")
  }
}

// MARK: - Perceiving and acting

extension TinyPerson {
  /// Hears something that is said to this person alone; it is perceived when the person acts next.
  @discardableResult
  public func listen(_ speech: String, from source: String? = nil) -> TinyPerson {
    perceive("conversation", speech, from: source)
  }

  /// Sees something, described in words.
  @discardableResult
  public func see(_ sight: String, _ picture: Picture? = nil) -> TinyPerson {
    perceive("visual", sight, picture: picture)
  }

  /// Has a thought come to it.
  @discardableResult
  public func think(_ thought: String) -> TinyPerson { perceive("thought", thought) }

  /// Takes up a goal.
  @discardableResult
  public func internalize(goal: String) -> TinyPerson { perceive("goal", goal) }

  /// Notices something that happens between people.
  @discardableResult
  public func socialize(_ event: String, from source: String? = nil) -> TinyPerson {
    perceive("social", event, from: source)
  }

  /// Goes somewhere.
  @discardableResult
  public func move(to place: String) -> TinyPerson { perceive("location", place) }

  /// Acts once, alone: a step of its world in which nobody else does anything.
  ///
  /// - Returns: What the person did, in order; DONE is left out.
  /// - Throws: Why the run stopped.
  @discardableResult
  public func act() async throws(RunError) -> [TinyAction] {
    try await home.step(only: self)
  }

  /// Hears something and acts.
  @discardableResult
  public func listenAndAct(
    _ speech: String, from source: String? = nil
  ) async throws(RunError) -> [TinyAction] {
    try await listen(speech, from: source).act()
  }

  /// Sees something and acts.
  @discardableResult
  public func seeAndAct(_ sight: String) async throws(RunError) -> [TinyAction] {
    try await see(sight).act()
  }

  /// Has a thought and acts.
  @discardableResult
  public func thinkAndAct(_ thought: String) async throws(RunError) -> [TinyAction] {
    try await think(thought).act()
  }

  /// What the person wants, attends to and feels, as of its last turn; nil before the first.
  public var mentalState: JSON? { world?.mentalState(of: name) }

  private func perceive(
    _ form: String, _ content: String, from source: String? = nil, picture: Picture? = nil
  ) -> TinyPerson {
    home.add(
      StimulusEntry(to: [name], form: form, content: content, source: source, picture: picture))
    return self
  }

  /// The world in which the person lives; one to itself if it is in no other.
  public var home: TinyWorld {
    if let world { return world }
    let own = TinyWorld(name, [self], troupe: troupe)
    ownWorld = own
    return own
  }
}

/// One thing that a person did.
public struct TinyAction: Sendable, Hashable {
  /// TALK, THINK, REACH_OUT, or what a tool or a world adds.
  public let type: String
  /// What was said, thought or done.
  public let content: String
  /// Whom it was for; empty for nobody in particular.
  public let target: String

  /// Makes an action.
  public init(type: String, content: String, target: String = "") {
    self.type = type
    self.content = content
    self.target = target
  }
}
