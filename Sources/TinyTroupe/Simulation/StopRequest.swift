import Synchronization

/// The wish that a run stop: no call is begun any more, those in flight end and are kept.
public final class StopRequest: Sendable {
  private let flag = Atomic(false)

  /// Makes a request that has not been made yet.
  public init() {}

  /// True once somebody wishes the run to stop.
  public var isRequested: Bool { flag.load(ordering: .acquiring) }

  /// Asks the run to stop.
  ///
  /// It may be called on any thread, also of a signal's handler.
  public func request() { flag.store(true, ordering: .releasing) }
}
