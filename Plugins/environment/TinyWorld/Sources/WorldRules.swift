internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// What a study decided about a world.
struct WorldRules: Sendable {
  /// Who hears what is said to nobody in particular.
  enum Hearing: String, CaseIterable {
    case all
    case accessible
  }

  let name: String
  let everyoneAccessible: Bool
  let relationsAccessible: Bool
  let broadcastIfNoTarget: Bool
  let hearing: Hearing
  let activation: Activation
  let place: String?
  /// Where people can be; those in one place hear each other.
  let places: Places
  let context: [String]

  let kinds: ActionKinds

  init(_ config: JSON) throws {
    let settings = WorldSettings(config, of: TinyWorld.identity.name)
    name = try settings.text("name") ?? "The world"
    everyoneAccessible = try settings.flag("everyone_accessible", default: true)
    relationsAccessible = try settings.flag("relations_accessible", default: false)
    broadcastIfNoTarget = try settings.flag("broadcast_if_no_target", default: true)
    hearing = try settings.choice("hearing", default: .all)
    activation = try settings.choice("activation", default: .always)
    place = try settings.text("place")
    context = try settings.texts("context") ?? []
    places = try config["places"].map { try Places($0) } ?? .none
    if place != nil, !places.isEmpty {
      throw PluginFailure(
        .invalid, "tiny-world: 'place' and 'places' exclude each other. Remove one.",
        detail: ["path": "place"])
    }
    kinds = ActionKinds(
      broadcasts: broadcastIfNoTarget, others: places.action.map { [$0] } ?? [])
  }

  /// Whether what is said to nobody in particular is heard by everyone but its author.
  var isHeardByAll: Bool { places.isEmpty && (everyoneAccessible || hearing == .all) }

  /// Whether everybody can talk to everybody.
  var isOpen: Bool { places.isEmpty && everyoneAccessible }
}
