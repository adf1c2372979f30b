package import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Who can be talked to in a world, and who hears what is said to nobody in particular.
package protocol Earshot {
  /// Whether it is heard by everyone but its author.
  var isHeardByAll: Bool { get }
  /// Whether what is said to nobody in particular is heard at all.
  var broadcastIfNoTarget: Bool { get }
  /// Whether a person can talk to another.
  func canTalk(_ person: Int, to other: Int) -> Bool
  /// Those whom a person can talk to, in canonical order; asked only where it is not heard by all.
  func listeners(of person: Int) -> [Int]
}

/// What was said and shown in a step, and what people are told of it.
package struct Speech: Sendable {
  /// Speech on its way; nil is everyone but its author.
  private struct Delivery {
    let intent: Int
    let to: [Int]?
    /// The id of a picture that is shown and not heard.
    var picture: String?
  }

  package let people: People
  package private(set) var stimuli: [Stimulus] = []
  private var deliveries: [Delivery] = []
  /// The picture that the present intent shows.
  private var shown: String?

  package init(among people: People) {
    self.people = people
  }

  /// Tells a person something.
  package mutating func tell(_ person: Int, _ text: String, source: String? = nil) {
    tell([person], text, source: source)
  }

  /// Tells people something, unless there are none of them.
  package mutating func tell(
    _ people: [Int], _ text: String, as type: String = "SOCIAL", source: String? = nil
  ) {
    guard !people.isEmpty else { return }
    stimuli.append(Stimulus(type: type, content: text, source: source, to: people))
  }

  /// Writes the members `deliveries` and `stimuli`, each unless there are none.
  package func writeMembers(to writer: inout JSONWriter) {
    if !deliveries.isEmpty {
      writer.key("deliveries")
      writer.array { writer in for delivery in deliveries { write(delivery, to: &writer) } }
    }
    writer.stimuli(stimuli, people)
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

extension Speech {
  /// Decides who hears a TALK.
  package mutating func talk(_ intent: WorldIntent, in world: some Earshot) {
    shown = nil
    speak(intent, in: world)
  }

  /// Decides who sees what a SHOW shows.
  package mutating func show(
    _ intent: WorldIntent, of circumstances: Circumstances, in world: some Earshot
  ) {
    guard !intent.content.isEmpty else { return }
    shown = circumstances.picture(in: intent.content)
    guard shown != nil else {
      tell(intent.author, Wording.noPicture(circumstances.pictures.keys))
      return
    }
    speak(intent, in: world)
  }

  private mutating func speak(_ intent: WorldIntent, in world: some Earshot) {
    guard !intent.content.isEmpty else { return }
    let (author, addressees) = (intent.author, Addressees(intent.target, people))
    guard !addressees.known.isEmpty else {
      speakToAll(intent, addressees.unknown, in: world)
      return
    }
    if !addressees.unknown.isEmpty { tell(author, Wording.unknown(addressees.unknown)) }
    let others = addressees.without(author)
    deliver(intent, to: others.filter { world.canTalk(author, to: $0) })
    let unreached = others.filter { !world.canTalk(author, to: $0) }
    if !unreached.isEmpty {
      tell(author, Wording.outOfReach(unreached.map { people.names[$0] }))
    }
  }

  private mutating func speakToAll(
    _ intent: WorldIntent, _ unknown: [String], in world: some Earshot
  ) {
    guard world.broadcastIfNoTarget else {
      tell(intent.author, unknown.isEmpty ? Wording.nobodyAddressed : Wording.unknown(unknown))
      return
    }
    if world.isHeardByAll, people.count > 1 {
      deliveries.append(Delivery(intent: intent.id, to: nil, picture: shown))
    } else {
      deliver(intent, to: world.listeners(of: intent.author))
    }
  }

  private mutating func deliver(_ intent: WorldIntent, to listeners: [Int]) {
    guard !listeners.isEmpty else { return }
    deliveries.append(Delivery(intent: intent.id, to: listeners, picture: shown))
  }
}
