internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What the intents of a step come to.
struct StepOutcome: Sendable {
  /// Speech on its way; nil is everyone but its author.
  private struct Delivery {
    let intent: Int
    let to: [Int]?
    /// The id of a picture that is shown and not heard.
    var picture: String?
  }

  private(set) var world: World
  private(set) var newLinks: [Link] = []
  private var deliveries: [Delivery] = []
  private var stimuli: [Stimulus] = []
  private let rules: WorldRules
  /// The picture that the present intent shows.
  private var shown: String?

  init(_ world: World, _ rules: WorldRules) {
    self.world = world
    self.rules = rules
  }

  private var people: People { world.people }

  /// Decides one intent; kinds of action that are not the world's come to nothing here.
  mutating func settle(_ intent: JSON) throws {
    let type = intent["type"]?.string
    guard type == "TALK" || type == "REACH_OUT" || type == "SHOW" else { return }
    guard let id = intent["id"]?.integer, let author = intent["agent"]?.string,
      let number = people.number(of: author)
    else {
      throw PluginFailure(
        .invalid, "tiny-world: an intent needs an 'id' and, as 'agent', somebody of this world.")
    }
    let addressees = Addressees(intent["target"]?.string ?? "", people)
    if type == "REACH_OUT" {
      reachOut(number, addressees)
    } else if let content = intent["content"]?.string, !content.isEmpty {
      shown = type == "SHOW" ? world.circumstances.picture(in: content) : nil
      if type == "SHOW", shown == nil {
        tell(number, Wording.noPicture(world.circumstances.pictures.keys.map { $0 }))
        return
      }
      talk(number, intent: id, addressees)
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      if !deliveries.isEmpty {
        writer.key("deliveries")
        writer.array { writer in for delivery in deliveries { write(delivery, to: &writer) } }
      }
      writer.stimuli(stimuli, people)
      if !newLinks.isEmpty { writer.state(of: world) }
    }
  }

  private func write(_ delivery: Delivery, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("intent", delivery.intent)
      writer.member("as", delivery.picture == nil ? "CONVERSATION" : "VISUAL")
      if let picture = delivery.picture { writer.member("image", picture) }
      writer.audience(delivery.to, everyone: "others", people)
    }
  }
}

// MARK: - Talking

extension StepOutcome {
  private mutating func talk(_ author: Int, intent: Int, _ addressees: Addressees) {
    guard !addressees.known.isEmpty else {
      talkToAll(author, intent: intent, addressees)
      return
    }
    if !addressees.unknown.isEmpty { tell(author, Wording.unknown(addressees.unknown)) }
    let others = addressees.without(author)
    deliver(intent, to: others.filter { isAccessible($0, to: author) })
    let unreached = others.filter { !isAccessible($0, to: author) }
    if !unreached.isEmpty {
      tell(author, Wording.outOfReach(unreached.map { people.names[$0] }))
    }
  }

  private mutating func talkToAll(_ author: Int, intent: Int, _ addressees: Addressees) {
    guard rules.broadcastIfNoTarget else {
      let unknown = addressees.unknown
      tell(author, unknown.isEmpty ? Wording.nobodyAddressed : Wording.unknown(unknown))
      return
    }
    if rules.isHeardByAll, people.count > 1 {
      deliveries.append(Delivery(intent: intent, to: nil, picture: shown))
    } else {
      deliver(intent, to: world.links.neighbours(of: author))
    }
  }

  private mutating func deliver(_ intent: Int, to listeners: [Int]) {
    guard !listeners.isEmpty else { return }
    deliveries.append(Delivery(intent: intent, to: listeners, picture: shown))
  }

  private func isAccessible(_ person: Int, to author: Int) -> Bool {
    rules.everyoneAccessible || world.links.contains(Link(person, author))
  }

  private mutating func tell(_ person: Int, _ text: String, source: String? = nil) {
    stimuli.append(Stimulus(type: "SOCIAL", content: text, source: source, to: [person]))
  }
}

// MARK: - Reaching out

extension StepOutcome {
  private mutating func reachOut(_ author: Int, _ addressees: Addressees) {
    let others = addressees.without(author)
    if !addressees.unknown.isEmpty {
      tell(author, Wording.unknown(addressees.unknown))
    } else if others.isEmpty {
      tell(author, Wording.nobodyReachedOutTo)
    }
    for other in others { connect(author, other) }
  }

  private mutating func connect(_ author: Int, _ other: Int) {
    let link = Link(author, other)
    if !rules.everyoneAccessible, world.links.insert(link) {
      newLinks.append(link)
      world.circumstances.linkCount += 1
    }
    let name = people.names[author]
    tell(author, Wording.reachedOut(to: people.names[other]))
    tell(other, Wording.reachedOut(by: name), source: name)
  }
}
