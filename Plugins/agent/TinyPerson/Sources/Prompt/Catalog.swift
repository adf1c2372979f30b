internal import TinyTroupeJSON

/// What the person can do, and all that depends on it alone: the rules, the reply's schema.
struct Catalog: Sendable {
  let kinds: [ActionKind]
  /// The first message.
  let rules: [UInt8]
  let schema: [UInt8]
  /// The kinds as a JSON array, for backends without a model.
  let about: [UInt8]
  private let byType: [String: ActionKind]

  init(world: [ActionKind], tools: [ActionKind], _ configuration: PersonConfiguration) {
    let canGoOn = configuration.maxRounds > 1
    let core = [ActionKind.talk, .think] + (canGoOn ? [.recall, .recallAll] : [])
    kinds = Self.merged(core + world + tools) + [.done]
    let types = kinds.map(\.type)
    byType = Dictionary(zip(types, kinds), uniquingKeysWith: { first, _ in first })
    rules = MessageList.single(
      .system,
      configuration.templates.rules(
        kinds, canGoOn: canGoOn, scenario: configuration.scenario,
        language: configuration.language))
    schema = ReplySchema.bytes(types: types)
    about = JSON.array(kinds.map(\.about)).bytes
  }

  /// One kind for each type, in the place of its first mention and with the words of its last.
  ///
  /// What a tool or the world says of a type is more exact than what everybody can do.
  private static func merged(_ all: [ActionKind]) -> [ActionKind] {
    var kinds: [ActionKind] = []
    var places: [String: Int] = [ActionKind.done.type: -1]
    for kind in all {
      if let place = places[kind.type] {
        if place >= 0 { kinds[place] = kind }
      } else {
        places[kind.type] = kinds.count
        kinds.append(kind)
      }
    }
    return kinds
  }

  /// The kind of a type, in whatever letters it is written.
  func kind(_ type: String) -> ActionKind? {
    byType[type] ?? kinds.first { $0.type.lowercased() == type.lowercased() }
  }
}
