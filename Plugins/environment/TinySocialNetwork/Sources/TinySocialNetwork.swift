public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Worlds

/// A network of people who are related in some way, talk, post, and see the posts of others in a feed.
///
/// Its state is small: place and context, and how many changes there were. What the study gave and every change
/// since are in the store, the texts of posts in the record of events.
public struct TinySocialNetwork: BlockingEnvironment {
  /// `tiny-social-network` of the plugin `org.tinytroupe.tiny-social-network`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.tiny-social-network", version: "0.1.0", name: "tiny-social-network")

  private let rules: NetworkRules
  private let kept = KeptNetwork()

  /// Reads the network's rules; throws when one is not of its kind.
  public init(config: JSON) throws {
    rules = try NetworkRules(config)
  }

  /// Reads or makes the relations, and remembers them with everybody's name and interests.
  public func open(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    guard let names = json["agents"]?.texts else {
      throw PluginFailure(
        .invalid, "\(Self.identity.name): 'open' needs everybody's names as 'agents'.")
    }
    let people = try People(names, of: Self.identity.name)
    let reader = RelationReader(
      people: people, related: json["relations"]?.object ?? [:],
      read: { try call.sendAndWait(.readFile($0)).bytes },
      bits: { try call.random(stream: $0, index: $1) })
    let edges = try rules.relations.enumerated().map { type, plan in
      try reader.edges(plan, stream: UInt32(type))
    }
    let interests =
      rules.feed.order == .interest
      ? Interests(json["personas"], of: names) : Interests(count: people.count)
    try NetworkStore.save(people, edges, interests, call)
    let world = NetworkWorld(
      network: Network(rules, people, edges: edges), interests: interests,
      circumstances: Circumstances(place: rules.place, context: rules.context))
    kept.keep(world)
    return Response { writer in
      writer.object { writer in
        writer.key("state")
        world.writeState(to: &writer)
      }
    }
  }

  /// Lets what is due happen, shows everybody a feed, and says what people can see and do.
  public func observe(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var world = try kept.world(for: json, rules, call)
    let before = (world.circumstances, world.shown)
    let stimuli = try world.happen(json["due"]?.array ?? [])
    try world.findTexts(call)
    let feed = Feed(of: world.network, world.interests, texts: world.texts)
    world.haveShown()
    let observation = NetworkObservation(
      world: world, feed: feed, stimuli: stimuli, waiting: json["waiting"]?.texts ?? [],
      hasChanged: (world.circumstances, world.shown) != before)
    kept.keep(world)
    return Response(capacity: 4096 + 512 * world.network.people.count) {
      observation.write(to: &$0)
    }
  }

  /// Decides who hears what was said, what is posted, and who is related to whom from now on.
  public func step(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var step = NetworkStep(try kept.world(for: json, rules, call))
    let number = step.world.changes
    for intent in json["intents"]?.array ?? [] { try step.settle(intent) }
    step.finish()
    if !step.changes.isEmpty { try NetworkStore.save(step.changes, number: number, call) }
    kept.keep(step.world)
    return Response(capacity: 4096) { step.write(to: &$0) }
  }

  /// Says that the network is no more.
  public func close(_ request: Request, _ call: Call) throws -> Response {
    Response(["text": .string("\(rules.name) has closed.")])
  }
}

extension NetworkWorld {
  /// Lets what is due happen, and answers what people perceive of it.
  fileprivate mutating func happen(_ due: [JSON]) throws -> [Stimulus] {
    var stimuli: [Stimulus] = []
    for entry in due {
      let stimulus = try circumstances.happen(
        entry, network.people, listeners: { [network] in network.listeners(of: $0) })
      if let stimulus { stimuli.append(stimulus) }
    }
    return stimuli
  }

  /// Reads the texts of what feeds will show from the record of events, where this instance lacks them.
  fileprivate mutating func findTexts(_ call: Call) throws {
    guard network.rules.feed.length > 0 else { return }
    let lacking = Set(network.shares.map(\.post)).filter { texts[$0] == nil }.sorted()
    guard !lacking.isEmpty else { return }
    let events = try call.sendAndWait(.events(lacking.map { network.posts[$0].event }))
    let contents = Dictionary(
      events.map { ($0["id"]?.integer ?? -1, $0["content"]?.string ?? "") },
      uniquingKeysWith: { first, _ in first })
    for post in lacking { texts[post] = contents[network.posts[post].event] ?? "" }
  }

  fileprivate mutating func haveShown() {
    network.haveShown()
    texts = [:]
    shown = changes
  }
}
