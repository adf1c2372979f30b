import Synchronization

/// What a client has done so far.
public struct HTTPStatistics: Equatable, Sendable {
  /// Transfers that were begun; refused requests are not.
  public internal(set) var transfers = 0

  /// Connections that were opened and used; far fewer than transfers when they are reused.
  public internal(set) var connectionsOpened = 0

  /// Transfers under way.
  public internal(set) var inFlight = 0

  /// The most transfers that were under way at once.
  public internal(set) var peakInFlight = 0
}

/// Keeps a client's statistics where any thread can read them.
final class TransferCounter: Sendable {
  private let statistics = Mutex(HTTPStatistics())

  var now: HTTPStatistics { statistics.withLock { $0 } }

  func begin() {
    statistics.withLock { statistics in
      statistics.transfers += 1
      statistics.inFlight += 1
      statistics.peakInFlight = max(statistics.peakInFlight, statistics.inFlight)
    }
  }

  func end(connectionsOpened: Int) {
    statistics.withLock { statistics in
      statistics.inFlight -= 1
      statistics.connectionsOpened += connectionsOpened
    }
  }
}
