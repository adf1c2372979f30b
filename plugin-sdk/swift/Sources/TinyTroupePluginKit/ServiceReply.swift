public import TinyTroupeJSON

/// The answer to a nested call.
public struct ServiceReply: Sendable {
  /// The result as JSON text, not parsed yet.
  public let resultBytes: [UInt8]
  /// The bytes that came beside the result.
  public let body: [UInt8]
  /// What the call consumed as JSON text, not parsed yet; empty when it did not say.
  public let usageBytes: [UInt8]

  /// The result, parsed anew each time; throws `PluginFailure(.internal, …)` when it is no JSON.
  public var result: JSON {
    get throws { try parse(resultBytes, as: "result") }
  }

  /// What the call consumed, such as tokens; nil when it did not say.
  public var usage: JSON? {
    get throws { usageBytes.isEmpty ? nil : try parse(usageBytes, as: "usage") }
  }

  private func parse(_ bytes: [UInt8], as part: String) throws -> JSON {
    do {
      return try JSON(parsing: bytes)
    } catch {
      throw PluginFailure(.internal, "The \(part) of a service is not valid JSON: \(error).")
    }
  }
}

/// A part of an answer that comes before the result.
public struct ServiceDelta: Sendable {
  /// The part as JSON text, not parsed yet.
  public let bytes: [UInt8]
  /// The bytes that came beside it, such as a piece of an HTTP body.
  public let body: [UInt8]

  /// Parses the JSON; throws `PluginFailure(.internal, …)` when it is none.
  public func json() throws -> JSON {
    do {
      return try JSON(parsing: bytes)
    } catch {
      throw PluginFailure(.internal, "A delta of a service is not valid JSON: \(error).")
    }
  }
}
