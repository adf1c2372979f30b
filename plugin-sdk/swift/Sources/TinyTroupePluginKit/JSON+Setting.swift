public import TinyTroupeJSON

extension JSON {
  /// A whole number of a component's configuration.
  ///
  /// - Parameters:
  ///   - component: The component's name, for the message.
  ///   - least: The least value.
  ///   - value: What holds where the configuration says nothing.
  /// - Throws: `PluginFailure` with `.invalid` that says what the setting must be.
  public func limit(
    _ key: String, of component: String, least: Int, default value: Int
  ) throws -> Int {
    guard let json = self[key] else { return value }
    if let limit = json.integer, limit >= least { return limit }
    throw PluginFailure(
      .invalid,
      "\(component): '\(key)' must be a whole number of at least \(least), not \(json.text).",
      detail: ["path": .string(key)])
  }
}
