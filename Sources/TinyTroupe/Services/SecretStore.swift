import Foundation
import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// Resolves the secrets that plugins name, at the last moment and for `tt.http` only.
///
/// A secret comes from the environment variable that the plugin's manifest names for it, or from
/// `~/.config/tinytroupe/secrets.yaml`, which must not be readable by others.
struct SecretStore: Sendable {
  /// Environment variables by plugin id and secret name.
  let variables: [String: [String: String]]
  let environment: [String: String]
  /// The path of the secrets file.
  let file: String?

  /// What a header says.
  struct HeaderValue {
    var prefix = ""
    let text: String
    let isSecret: Bool

    /// What stands in the header.
    var line: String { prefix + text }
  }

  /// The value of a header; nil for an optional secret that is not there.
  func header(
    _ value: JSON, name: String, for plugin: String
  ) async throws(PluginError) -> HeaderValue? {
    if let text = value.string { return HeaderValue(text: text, isSecret: false) }
    guard let secret = value["$secret"]?.string else {
      throw PluginError(.invalid, "tt.http: the header '\(name)' is neither a text nor a secret.")
    }
    guard let variable = variables[plugin]?[secret] else {
      throw PluginError(
        .invalid,
        "The plugin \(plugin) names the secret '\(secret)', which its manifest does not list.")
    }
    if let found = try resolve(secret, variable) {
      return HeaderValue(prefix: value["prefix"]?.string ?? "", text: found, isSecret: true)
    }
    if value["optional"]?.bool == true { return nil }
    throw PluginError(
      .invalid,
      "No key: the secret '\(secret)' is not set. Set \(variable), or put '\(secret): …' into \(file ?? "secrets.yaml").",
      detail: ["reason": "auth"])
  }

  private func resolve(_ secret: String, _ variable: String) throws(PluginError) -> String? {
    if let value = environment[variable], !value.isEmpty { return value }
    guard let file, let attributes = try? FileManager.default.attributesOfItem(atPath: file),
      let data = FileManager.default.contents(atPath: file)
    else { return nil }
    let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    guard mode & 0o077 == 0 else {
      throw PluginError(
        .invalid, "\(file) holds keys but others can read it. Run: chmod 600 \(file)",
        detail: ["reason": "auth"])
    }
    let node = try? YAMLReader.read(Array(data), file: file)
    return node?[secret]?.json.string
  }
}
