internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Reads the component's configuration and names the key of whatever is wrong with it.
struct SettingsReader {
  private let config: JSON
  /// What stands before a key in messages, such as `azure.`.
  private let prefix: String

  init(_ config: JSON, prefix: String = "") {
    self.config = config
    self.prefix = prefix
  }

  func text(_ key: String) throws -> String? {
    try read(key, "a text") { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
  }

  func whole(_ key: String) throws -> Int? {
    try read(key, "a whole number") { $0.integer }
  }

  func flag(_ key: String) throws -> Bool? {
    try read(key, "true or false") { $0.bool }
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
    try read(key, "a number from \(range.lowerBound) to \(range.upperBound)") { value in
      value.double.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A duration that is written in seconds, in milliseconds.
  func milliseconds(_ key: String) throws -> Int? {
    try read(key, "a number of seconds, above 0 and at most 86400") { value in
      value.double.flatMap { $0 >= 0.001 && $0 <= 86_400 ? Int($0 * 1000) : nil }
    }
  }

  func section(_ key: String) throws -> SettingsReader {
    let section = try read(key, "a mapping") { $0.object } ?? [:]
    return SettingsReader(.object(section), prefix: "\(prefix)\(key).")
  }

  func object(_ key: String) throws -> JSONObject {
    try read(key, "a mapping") { $0.object } ?? [:]
  }

  func value(_ key: String) -> JSON? { config[key] }

  func wrong(_ key: String, _ what: String) -> PluginFailure {
    PluginFailure(
      .invalid, "llm 'openai': '\(prefix)\(key)' \(what)",
      detail: ["path": .string("\(prefix)\(key)")])
  }

  private func read<Value>(
    _ key: String, _ expected: String, _ convert: (JSON) -> Value?
  ) throws -> Value? {
    guard let value = config[key], !value.isNull else { return nil }
    if let converted = convert(value) { return converted }
    throw wrong(key, "is \(value.inWords), but must be \(expected).")
  }
}

extension JSON {
  fileprivate var inWords: String {
    switch self {
    case .string(let text): "\"\(text.prefix(40))\""
    case .integer, .number: text
    default: kindInWords
    }
  }
}
