import CLinuxEvents
import Glibc
import Synchronization

/// A model server on the loopback interface for tests and benchmarks, which answers as it is told
/// to.
///
/// It speaks HTTP/1.1 with keep-alive to thousands of connections on one thread, and answers chat
/// completions (whole and streamed), embeddings and the list of models, under any prefix such as
/// Azure's `/openai/deployments/NAME`.
public final class StubServer: Sendable {
  /// The system's reason for not starting a server.
  public struct StartError: Error, CustomStringConvertible {
    /// A sentence.
    public let description: String
  }

  private struct Running {
    let thread: pthread_t
    let bell: Int32
  }

  private let behaviour: StubBehaviour
  private let board = CounterBoard()
  private let running = Mutex<Running?>(nil)

  /// Makes a server that does not run yet.
  public init(_ behaviour: StubBehaviour = StubBehaviour()) {
    self.behaviour = behaviour
  }

  deinit {
    stop()
  }

  /// Listens on `port`, or on a free one for 0, and returns the port.
  public func start(port: UInt16 = 0) throws(StartError) -> UInt16 {
    let listener = try ListeningSocket.open(port: port)
    let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    let thread = ServerThread.start { [behaviour, board] in
      ServerLoop(listener: listener.descriptor, bell: bell, behaviour: behaviour, board: board)
        .run()
    }
    guard let thread else { throw StartError(description: "the system refuses a thread") }
    running.withLock { $0 = Running(thread: thread, bell: bell) }
    return listener.port
  }

  /// Closes all connections, and returns when the thread has ended, which takes no longer than a
  /// reply closure.
  public func stop() {
    guard let running = running.withLock({ exchange(&$0, with: nil) }) else { return }
    eventfd_write(running.bell, 1)
    pthread_join(running.thread, nil)
    close(running.bell)
  }

  /// What the server has seen so far. [any thread]
  public var counters: StubCounters { board.counters }

  /// The requests so far, in the order of arrival, if the behaviour has them recorded. [any thread]
  public var requests: [StubRequest] { board.requests }

  /// Waits until the counters are as wanted or the task is cancelled, and returns them. [any
  /// thread]
  @discardableResult
  public func counters(
    where condition: @escaping @Sendable (StubCounters) -> Bool
  ) async -> StubCounters {
    await board.wait(until: condition)
  }
}
