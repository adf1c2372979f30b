public import TinyTroupeJSON

/// What a component is asked: the operation's own object as JSON, and raw bytes beside it.
public struct Request: Sendable {
  /// The JSON as it came, not parsed yet.
  public let bytes: [UInt8]
  /// The bytes that travel beside the JSON; empty where the contract does not mention them.
  public let body: [UInt8]

  /// Makes a request, for tests of a component's logic.
  public init(bytes: [UInt8], body: [UInt8] = []) {
    self.bytes = bytes
    self.body = body
  }

  /// Makes a request from a value, for tests of a component's logic.
  public init(_ json: JSON, body: [UInt8] = []) {
    self.init(bytes: json.bytes, body: body)
  }

  /// Parses the JSON; throws `PluginFailure(.invalid, …)` when it is none.
  public func json() throws -> JSON {
    do {
      return try JSON(parsing: bytes)
    } catch {
      throw PluginFailure(.invalid, "The request is not valid JSON: \(error).")
    }
  }
}
