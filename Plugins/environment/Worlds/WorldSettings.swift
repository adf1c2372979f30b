package import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Reads what a study decided about a world, with errors that name the setting.
package struct WorldSettings {
  /// The component, as messages name it.
  package let world: String
  private let json: JSON
  private let parent: String

  /// - Parameter parent: Where the settings stand in the configuration; empty for its top.
  package init(_ json: JSON, of world: String, under parent: String = "") {
    self.json = json
    self.world = world
    self.parent = parent
  }

  /// Where a setting stands in the configuration.
  package func path(_ key: String) -> String { parent.isEmpty ? key : "\(parent).\(key)" }

  package func text(_ key: String) throws -> String? { try setting(key, "a text", \.string) }

  package func texts(_ key: String) throws -> [String]? {
    try setting(key, "a list of texts", \.texts)
  }

  package func flag(_ key: String, default value: Bool) throws -> Bool {
    try setting(key, "true or false", \.bool) ?? value
  }

  package func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String, default value: Value
  ) throws -> Value {
    guard let word = try text(key) else { return value }
    guard let choice = Value(rawValue: word) else {
      let words = Value.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw PluginFailure(
        .invalid, "\(world): '\(path(key))' must be \(words), not '\(word)'.",
        detail: ["path": .string(path(key))])
    }
    return choice
  }

  private func setting<Value>(
    _ key: String, _ expected: String, _ read: (JSON) -> Value?
  ) throws -> Value? {
    guard let value = json[key], !value.isNull else { return nil }
    guard let read = read(value) else {
      throw PluginFailure(
        .invalid, "\(world): '\(path(key))' must be \(expected), not \(value.kindInWords).",
        detail: ["path": .string(path(key))])
    }
    return read
  }
}
