internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// What a study decided about a network.
struct NetworkRules: Sendable {
  /// Who hears what is said to nobody in particular.
  enum Hearing: String, CaseIterable, Sendable {
    case accessible
    case all
  }

  let name: String
  let relations: [RelationPlan]
  let reach: ReachRule
  let feed: FeedRules
  let broadcastIfNoTarget: Bool
  let hearing: Hearing
  let activation: Activation
  let place: String?
  let context: [String]
  let kinds: ActionKinds

  init(_ config: JSON) throws {
    let settings = WorldSettings(config, of: TinySocialNetwork.identity.name)
    name = try settings.text("name") ?? "The network"
    relations = try (config["relations"]?.object ?? [:]).map { type, json in
      try RelationPlan(type, json)
    }
    let types = relations.map(\.type)
    reach = try ReachRule(config["reach"], given: types)
    feed = try FeedRules(config["feed"] ?? [:], given: types)
    broadcastIfNoTarget = try settings.flag("broadcast_if_no_target", default: true)
    hearing = try settings.choice("hearing", default: .accessible)
    activation = try settings.choice("activation", default: .always)
    place = try settings.text("place")
    context = try settings.texts("context") ?? []
    kinds = ActionKinds(broadcasts: broadcastIfNoTarget, others: FeedRules.kinds)
  }

  /// Whether what is said to nobody in particular is heard by everyone but its author.
  var isHeardByAll: Bool { reach.isEveryone || hearing == .all }
}

extension ReachRule {
  /// Reads `reach`: `everyone`, or `{types, direction}`, both of which may be left out.
  init(_ json: JSON?, given types: [String]) throws {
    if json?.string == "everyone" {
      self = .everyone
      return
    }
    guard json == nil || json?.object != nil else {
      throw PluginFailure(
        .invalid,
        "\(TinySocialNetwork.identity.name): 'reach' must be 'everyone' or a mapping with 'types' and 'direction'.",
        detail: ["path": "reach"])
    }
    let settings = WorldSettings(json ?? [:], of: TinySocialNetwork.identity.name, under: "reach")
    self.types = try settings.types("types", given: types)
    direction = try settings.choice("direction", default: .either)
    isEveryone = false
  }
}

extension WorldSettings {
  /// Types of relations that the study gives or that there always are; nil for all that it gives.
  func types(_ key: String, given: [String]) throws -> [String]? {
    guard let types = try texts(key) else { return nil }
    let known = given + [Network.follows, Network.contacts].filter { !given.contains($0) }
    for type in types where !known.contains(type) {
      throw PluginFailure(
        .invalid,
        "\(world): '\(path(key))' names the type '\(type)', which 'relations' does not give. There are: "
          + "\(known.joined(separator: ", ")).", detail: ["path": .string(path(key))])
    }
    return types
  }
}
