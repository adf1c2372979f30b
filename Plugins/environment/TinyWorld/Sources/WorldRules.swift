internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a study decided about a world.
struct WorldRules: Sendable {
  /// Who hears what is said to nobody in particular.
  enum Hearing: String, CaseIterable {
    case all
    case accessible
  }

  /// Who acts in a step.
  enum Activation: String, CaseIterable {
    case always
    case addressed
  }

  let name: String
  let everyoneAccessible: Bool
  let relationsAccessible: Bool
  let broadcastIfNoTarget: Bool
  let hearing: Hearing
  let activation: Activation
  let place: String?
  let context: [String]

  init(_ config: JSON) throws {
    name = try config.setting("name", "a text", \.string) ?? "The world"
    everyoneAccessible = try config.flag("everyone_accessible", default: true)
    relationsAccessible = try config.flag("relations_accessible", default: false)
    broadcastIfNoTarget = try config.flag("broadcast_if_no_target", default: true)
    hearing = try config.choice("hearing", default: .all)
    activation = try config.choice("activation", default: .always)
    place = try config.setting("place", "a text", \.string)
    context = try config.setting("context", "a list of texts", \.texts) ?? []
  }

  /// Whether what is said to nobody in particular is heard by everyone but its author.
  var isHeardByAll: Bool { everyoneAccessible || hearing == .all }
}

// MARK: - Reading settings

extension JSON {
  /// The texts, if this is a list of nothing else.
  var texts: [String]? {
    guard let elements = array else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }

  fileprivate func setting<Value>(
    _ key: String, _ expected: String, _ read: (JSON) -> Value?
  ) throws -> Value? {
    guard let json = self[key], !json.isNull else { return nil }
    guard let value = read(json) else {
      throw PluginFailure(
        .invalid, "tiny-world: '\(key)' must be \(expected), not \(json.kindInWords).",
        detail: ["path": .string(key)])
    }
    return value
  }

  fileprivate func flag(_ key: String, default value: Bool) throws -> Bool {
    try setting(key, "true or false", \.bool) ?? value
  }

  fileprivate func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String, default value: Value
  ) throws -> Value {
    guard let word = try setting(key, "a text", \.string) else { return value }
    guard let choice = Value(rawValue: word) else {
      let words = Value.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw PluginFailure(
        .invalid, "tiny-world: '\(key)' must be \(words), not '\(word)'.",
        detail: ["path": .string(key)])
    }
    return choice
  }
}
