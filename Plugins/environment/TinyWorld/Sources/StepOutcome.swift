internal import TinyTroupeJSON
internal import Worlds

/// What the intents of a step come to.
struct StepOutcome: Sendable {
  private(set) var world: World
  private(set) var newLinks: [Link] = []
  private var speech: Speech
  private var hasMoved = false

  private static let types: Set = ["TALK", "REACH_OUT", "SHOW", "MOVE"]

  init(_ world: World) {
    self.world = world
    speech = Speech(among: world.people)
  }

  private var people: People { world.people }

  /// Decides one intent; kinds of action that are not the world's come to nothing here.
  mutating func settle(_ intent: JSON) throws {
    guard let intent = try WorldIntent(intent, of: Self.types, people) else { return }
    switch intent.type {
    case "REACH_OUT": reachOut(intent.author, Addressees(intent.target, people))
    case "MOVE": move(intent)
    case "SHOW": speech.show(intent, of: world.circumstances, in: world)
    default: speech.talk(intent, in: world)
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      speech.writeMembers(to: &writer)
      if !newLinks.isEmpty || hasMoved { writer.state(of: world) }
    }
  }
}

// MARK: - Moving

extension StepOutcome {
  private mutating func move(_ intent: WorldIntent) {
    let (author, places) = (intent.author, world.rules.places)
    guard !places.isEmpty else { return }
    let wish = intent.content.isEmpty ? intent.target : intent.content
    guard let place = places.place(called: wish) else {
      speech.tell(author, Wording.noPlace(wish, places.names))
      return
    }
    guard place != world.circumstances.place(of: author) else { return }
    let name = people.names[author]
    speech.tell(world.company(of: author), "\(name) leaves for: \(place).")
    world.circumstances.move([author], to: place)
    hasMoved = true
    let company = world.company(of: author)
    speech.tell(company, "\(name) comes in.")
    speech.tell(
      [author], Wording.arrived(at: place, among: company.map { people.names[$0] }), as: "LOCATION")
  }
}

// MARK: - Reaching out

extension StepOutcome {
  private mutating func reachOut(_ author: Int, _ addressees: Addressees) {
    let others = addressees.without(author)
    if !addressees.unknown.isEmpty {
      speech.tell(author, Wording.unknown(addressees.unknown))
    } else if others.isEmpty {
      speech.tell(author, Wording.nobodyReachedOutTo)
    }
    for other in others { connect(author, other) }
  }

  private mutating func connect(_ author: Int, _ other: Int) {
    let link = Link(author, other)
    if !world.rules.everyoneAccessible, world.links.insert(link) {
      newLinks.append(link)
      world.linkCount += 1
    }
    let name = people.names[author]
    speech.tell(author, Wording.reachedOut(to: people.names[other]))
    speech.tell(other, Wording.reachedOut(by: name), source: name)
  }
}

extension JSONWriter {
  /// Writes the member `state`.
  mutating func state(of world: World) {
    key("state")
    world.writeState(to: &self)
  }
}
