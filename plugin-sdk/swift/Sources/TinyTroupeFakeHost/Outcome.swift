public import TinyTroupeJSON
public import TinyTroupePluginKit

/// What came of one call of a component.
public struct Outcome: Sendable {
  /// The status with which the call ended: 0, or a negative one of the ABI.
  public let status: Int32
  /// The parts that came before the result.
  public let deltas: [FakeDelta]
  /// What stood under `result`; nil when there was none.
  public let result: JSON?
  /// The bytes beside the result.
  public let body: [UInt8]
  /// What stood under `usage`; nil when the component did not say.
  public let usage: JSON?
  /// What the call failed with; nil when it succeeded.
  public let failure: PluginFailure?

  /// The result; throws the failure when there is one.
  public func get() throws -> JSON {
    if let failure { throw failure }
    return result ?? .null
  }
}
