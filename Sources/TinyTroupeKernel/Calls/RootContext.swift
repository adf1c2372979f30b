/// What a root call and everything beneath it share: identity, time, randomness, services.
///
/// A root call is a transaction of the engine; its own data (writes, budgets) travels as `scope`, which
/// the kernel hands to services unread.
public final class RootContext: Sendable {
  /// `STEP/AGENT/KIND.OP`: the identity of the root call.
  public let path: String
  /// The seed of the run.
  public let seed: UInt64
  /// Simulated time: nanoseconds since 1970-01-01T00:00 in the world's calendar.
  public let timeNS: Int64
  /// The person whom the call serves, if it serves one.
  public let agent: String?
  /// The services that plugins may ask for beneath this call.
  public let services: ServiceRegistry
  /// The engine's data.
  public let scope: any Sendable

  /// Makes a context.
  public init(
    path: String, seed: UInt64, timeNS: Int64, agent: String? = nil, services: ServiceRegistry,
    scope: any Sendable = ()
  ) {
    self.path = path
    self.seed = seed
    self.timeNS = timeNS
    self.agent = agent
    self.services = services
    self.scope = scope
  }

  /// One element of a path: text in which `/` and `%` are written as `%2F` and `%25`.
  public static func pathElement(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }) else {
      return text
    }
    return text.reduce(into: "") { path, character in
      switch character {
      case "/": path += "%2F"
      case "%": path += "%25"
      default: path.append(character)
      }
    }
  }
}
