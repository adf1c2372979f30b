public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Worlds

/// A world in which people talk, think and reach out to each other.
///
/// Its state is small: place and context, and those for whom they differ. Names and links are in
/// the store.
public struct TinyWorld: BlockingEnvironment {
  /// `tiny-world` of the plugin `org.tinytroupe.tiny-world`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.tiny-world", version: "0.1.0", name: "tiny-world")

  private let rules: WorldRules
  private let kept = KeptWorld()

  /// Reads the world's rules; throws when one is not of its kind.
  public init(config: JSON) throws {
    rules = try WorldRules(config)
  }

  /// Remembers everybody's name and, where they count, who is related to whom.
  public func open(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    guard let names = json["agents"]?.texts else {
      throw PluginFailure(.invalid, "tiny-world: 'open' needs everybody's names as 'agents'.")
    }
    let people = try People(names, of: Self.identity.name)
    var circumstances = Circumstances(place: rules.place, context: rules.context)
    try rules.places.settle(people, in: &circumstances)
    var world = World(
      rules: rules, people: people, links: Links(), circumstances: circumstances)
    try WorldStore.save(people, call)
    if rules.relationsAccessible, !rules.everyoneAccessible {
      let links = world.linkRelated(json["relations"]?.object ?? [:])
      try WorldStore.save(links, call)
    }
    kept.keep(world)
    return Response { writer in
      writer.object { $0.state(of: world) }
    }
  }

  /// Lets what is due happen, and says what people can see and do.
  public func observe(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var world = try kept.world(for: json, rules, call)
    let before = world.circumstances
    let stimuli = try world.happen(json["due"]?.array ?? [])
    let observation = Observation(
      world, stimuli: stimuli, waiting: json["waiting"]?.texts ?? [],
      hasChanged: world.circumstances != before)
    kept.keep(world)
    return Response(capacity: 2048) { observation.write(to: &$0) }
  }

  /// Decides who hears what was said, and who can talk to whom from now on.
  public func step(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var outcome = StepOutcome(try kept.world(for: json, rules, call))
    for intent in json["intents"]?.array ?? [] { try outcome.settle(intent) }
    try WorldStore.save(outcome.newLinks, call)
    kept.keep(outcome.world)
    return Response(capacity: 2048) { outcome.write(to: &$0) }
  }

  /// Says that the world is no more.
  public func close(_ request: Request, _ call: Call) throws -> Response {
    Response(["text": .string("\(rules.name) has closed.")])
  }
}

extension World {
  /// Lets what is due happen, and answers what people perceive of it.
  fileprivate mutating func happen(_ due: [JSON]) throws -> [Stimulus] {
    var stimuli: [Stimulus] = []
    for entry in due {
      var circumstances = circumstances
      let stimulus = try circumstances.happen(entry, people, listeners: listeners)
      self.circumstances = circumstances
      if let stimulus { stimuli.append(stimulus) }
    }
    return stimuli
  }

  /// Links everybody with those whom the personas list.
  fileprivate mutating func linkRelated(_ relations: JSONObject) -> [Link] {
    var added: [Link] = []
    for (name, others) in relations {
      guard let person = people.number(of: name) else { continue }
      for other in (others.texts ?? []).compactMap(people.number) where other != person {
        let link = Link(person, other)
        if links.insert(link) { added.append(link) }
      }
    }
    linkCount += added.count
    return added
  }
}
