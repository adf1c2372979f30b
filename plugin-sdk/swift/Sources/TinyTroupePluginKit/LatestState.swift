internal import Synchronization
public import TinyTroupeJSON

/// The state that an instance returned last.
///
/// The host keeps the state and sends it only to an instance that did not return it itself; this is what such
/// an instance goes on from. It is a cache: an instance that is made anew is sent the state.
public final class LatestState: Sendable {
  private let state = Mutex<JSON?>(nil)

  /// Makes an empty one.
  public init() {}

  /// The state that a request goes by; nil before the first.
  public func state(for request: JSON) -> JSON? {
    request["state"] ?? state.withLock { $0 }
  }

  /// Keeps the state that is returned now.
  public func keep(_ new: JSON) {
    state.withLock { $0 = new }
  }
}
