import Synchronization

/// A transfer under way; the means to hold it up or end it. [any thread]
public final class HTTPTransfer: Sendable {
  let request: HTTPRequest
  private let queue: TransferQueue
  private let cancelled = Atomic(false)
  private let paused = Atomic(false)

  init(_ request: HTTPRequest, queue: TransferQueue) {
    self.request = request
    self.queue = queue
  }

  /// Ends the transfer with the error `.cancelled`, unless it has ended already.
  ///
  /// The end is an event like any other, on the client's thread, soon after this returns.
  public func cancel() {
    guard !cancelled.exchange(true, ordering: .acquiringAndReleasing) else { return }
    queue.add(.review(self))
  }

  /// Holds back further bytes of the body until `resume()`; a server that goes on sending is slowed
  /// down by TCP.
  ///
  /// Called from the transfer's own event it holds from the next event on; the total time limit
  /// still runs.
  public func pause() {
    paused.store(true, ordering: .releasing)
  }

  /// Lets the body flow again.
  public func resume() {
    guard paused.exchange(false, ordering: .acquiringAndReleasing) else { return }
    queue.add(.review(self))
  }

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
  var isPaused: Bool { paused.load(ordering: .acquiring) }
}
