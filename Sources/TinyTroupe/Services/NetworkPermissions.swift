import TinyTroupeJSON
import TinyTroupeKernel

/// The host and port of an http or https URL.
struct WebAddress: Hashable, Sendable {
  let host: String
  let port: Int

  init?(_ url: String) {
    let lower = url.lowercased()
    let isSecure = lower.hasPrefix("https://")
    guard isSecure || lower.hasPrefix("http://") else { return nil }
    let authority = lower.dropFirst(isSecure ? 8 : 7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !authority.isEmpty,
      !authority.contains("@"), !authority.contains("\\")
    else { return nil }
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = String(authority[...end])
      self.port = Self.port(authority[authority.index(after: end)...], isSecure) ?? -1
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = String(parts[0])
      self.port = parts.count == 1 ? (isSecure ? 443 : 80) : Self.number(parts[1]) ?? -1
    }
    guard !host.isEmpty, (1...65535).contains(port) else { return nil }
  }

  private static func port(_ rest: Substring, _ isSecure: Bool) -> Int? {
    rest.isEmpty ? (isSecure ? 443 : 80) : rest.hasPrefix(":") ? number(rest.dropFirst()) : nil
  }

  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
  }
}

/// Which hosts a plugin may reach: those that its manifest names.
///
/// An entry is `host`, `host:port`, or `config:KEY` for the host of the URL, or the hosts of the list of
/// URLs, that the component's own configuration has under KEY, or of the default that its schema states for KEY.
struct NetworkPermissions: Sendable {
  /// Entries by plugin id.
  let entries: [String: [String]]
  /// The texts that stand where a configuration is silent, by plugin id, component and key.
  var defaults: [String: [String: [String: String]]] = [:]

  func check(_ address: WebAddress, _ request: ServiceRequest) throws(PluginError) {
    let allowed = entries[request.pluginID, default: []].contains { entry in
      if entry.hasPrefix("config:") {
        let key = String(entry.dropFirst("config:".count))
        let value = request.config.at(key)
        let urls =
          value?.array?.compactMap(\.string) ?? [value?.string ?? standard(key, request) ?? ""]
        return urls.contains { WebAddress($0) == address }
      }
      return entry == address.host || entry == "\(address.host):\(address.port)"
    }
    guard allowed else {
      throw PluginError(
        .invalid,
        "The plugin \(request.pluginID) may not reach \(address.host):\(address.port): its manifest does not list it under permissions.network.",
        detail: ["reason": "permission"])
    }
  }
  private func standard(_ key: String, _ request: ServiceRequest) -> String? {
    defaults[request.pluginID]?[request.componentName]?[key]
  }
}

extension NetworkPermissions {
  /// What manifests ask for; the first of two with one id counts, as everywhere.
  init(_ manifests: [Manifest]) {
    self.init(
      entries: Dictionary(
        manifests.map { ($0.id, $0.network) }, uniquingKeysWith: { first, _ in first }),
      defaults: Dictionary(
        manifests.map { ($0.id, Self.defaults($0)) }, uniquingKeysWith: { first, _ in first }))
  }

  private static func defaults(_ manifest: Manifest) -> [String: [String: String]] {
    var defaults: [String: [String: String]] = [:]
    for provided in manifest.provides {
      for member in provided.schema?["properties"]?.object ?? [:] {
        defaults[provided.name, default: [:]][member.key] = member.value["default"]?.string
      }
    }
    return defaults
  }
}
