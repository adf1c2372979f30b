internal import TinyTroupeJSON
internal import Worlds

/// What the intents of a step come to in a network.
struct NetworkStep: Sendable {
  private(set) var world: NetworkWorld
  private(set) var changes: [Change] = []
  private var speech: Speech
  private var notices = Notices()

  private static let types: Set = [
    "TALK", "REACH_OUT", "SHOW", "POST", "LIKE", "REPOST", "FOLLOW", "UNFOLLOW",
  ]

  init(_ world: NetworkWorld) {
    self.world = world
    speech = Speech(among: world.network.people)
  }

  private var people: People { world.network.people }

  /// Decides one intent; kinds of action that are not the world's come to nothing here.
  mutating func settle(_ intent: JSON) throws {
    guard let intent = try WorldIntent(intent, of: Self.types, people) else { return }
    switch intent.type {
    case "TALK": speech.talk(intent, in: world.network)
    case "SHOW": speech.show(intent, of: world.circumstances, in: world.network)
    case "POST": post(intent)
    case "LIKE": like(intent)
    case "REPOST": repost(intent)
    default: relate(intent)
    }
  }

  /// Ends the step: tells people what others did, and counts the changes.
  mutating func finish() {
    for (person, text) in notices.texts(people) { speech.tell(person, text) }
    if !changes.isEmpty { world.changes += 1 }
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      speech.writeMembers(to: &writer)
      guard !changes.isEmpty else { return }
      writer.key("state")
      world.writeState(to: &writer)
    }
  }

  /// Makes a change; false when things are so already.
  private mutating func change(_ change: Change) -> Bool {
    guard world.network.apply(change) else { return false }
    changes.append(change)
    return true
  }
}

// MARK: - Posts

extension NetworkStep {
  private mutating func post(_ intent: WorldIntent) {
    guard !intent.content.isEmpty else { return }
    world.texts[world.network.posts.count] = intent.content
    _ = change(.post(author: intent.author, event: intent.id))
  }

  private mutating func like(_ intent: WorldIntent) {
    guard let post = found(intent) else { return }
    let author = world.network.posts[post - 1].author
    guard author != intent.author else {
      return speech.tell(intent.author, NetworkWording.ownPost(post, "like"))
    }
    if change(.like(person: intent.author, post: post)) {
      notices.add(intent.author, .like(post: post), for: author)
    }
  }

  private mutating func repost(_ intent: WorldIntent) {
    guard let post = found(intent) else { return }
    let author = world.network.posts[post - 1].author
    guard author != intent.author else {
      return speech.tell(intent.author, NetworkWording.ownPost(post, "repost"))
    }
    if change(.repost(person: intent.author, post: post)) {
      notices.add(intent.author, .repost(post: post), for: author)
    }
  }

  /// The number of the post that is meant: one that is written, or the latest of whom the target names.
  private mutating func found(_ intent: WorldIntent) -> Int? {
    let network = world.network
    for text in [intent.content, intent.target] {
      guard let number = Self.number(in: text) else { continue }
      if (1...max(network.posts.count, 1)).contains(number), !network.posts.isEmpty {
        return number
      }
      speech.tell(intent.author, NetworkWording.noPost(number, of: network.posts.count))
      return nil
    }
    for author in Addressees(intent.target, people).known {
      if let latest = network.latestPosts[author] { return latest }
    }
    speech.tell(intent.author, NetworkWording.whichPost)
    return nil
  }

  /// The number after the first `#`, or the number that is the whole text.
  private static func number(in text: String) -> Int? {
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "#")) else {
      return text.utf8.count < 20 ? Int(text) : nil
    }
    let digits = text[mark...].dropFirst().prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : Int(digits) ?? .max
  }
}

// MARK: - Relations

extension NetworkStep {
  private mutating func relate(_ intent: WorldIntent) {
    let addressees = Addressees(intent.target, people)
    let others = addressees.without(intent.author)
    if !addressees.unknown.isEmpty {
      speech.tell(intent.author, Wording.unknown(addressees.unknown))
    } else if others.isEmpty {
      speech.tell(
        intent.author,
        intent.type == "REACH_OUT"
          ? Wording.nobodyReachedOutTo : NetworkWording.nobodyNamed(intent.type))
    }
    for other in others {
      switch intent.type {
      case "FOLLOW": follow(intent.author, other)
      case "UNFOLLOW": unfollow(intent.author, other)
      default: reachOut(intent.author, other)
      }
    }
  }

  private mutating func follow(_ person: Int, _ other: Int) {
    if change(.follow(person: person, other: other)) {
      notices.add(person, .follow, for: other)
    } else {
      speech.tell(person, NetworkWording.seesAlready(people.names[other]))
    }
  }

  private mutating func unfollow(_ person: Int, _ other: Int) {
    if !change(.unfollow(person: person, other: other)) {
      speech.tell(person, NetworkWording.seesNot(people.names[other]))
    }
  }

  /// Only those who are related can make contact.
  private mutating func reachOut(_ person: Int, _ other: Int) {
    let (own, name) = (people.names[person], people.names[other])
    guard world.network.reaches(person, other) || world.network.areRelated(person, other) else {
      return speech.tell(person, NetworkWording.unrelated(name))
    }
    if !world.network.rules.reach.isEveryone {
      _ = change(.contact(person: person, other: other))
    }
    speech.tell(person, Wording.reachedOut(to: name))
    speech.tell(other, Wording.reachedOut(by: own), source: own)
  }
}
