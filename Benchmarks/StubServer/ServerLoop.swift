import CLinuxEvents
import Glibc

/// The server's one thread: epoll, level-triggered, with all connections on it.
final class ServerLoop {
  private let listener: Int32
  private let bell: Int32
  private let epoll: Int32
  private let behaviour: StubBehaviour
  private let board: CounterBoard
  private let latency: UInt64
  private var connections: [Int32: Connection] = [:]
  private var deadlines = Deadlines<(connection: Connection, turn: Int)>()
  private var requests = 0
  private var isStopping = false
  // SAFETY: owned by this object from `init` to `deinit`, used by the server thread alone.
  private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  /// Takes over `listener`; `bell` stays the caller's, and wakes the loop for good.
  init(listener: Int32, bell: Int32, behaviour: StubBehaviour, board: CounterBoard) {
    self.listener = listener
    self.bell = bell
    self.behaviour = behaviour
    self.board = board
    latency = PlannedAnswer.nanoseconds(behaviour.latency)
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    watch(listener, EPOLL_CTL_ADD, EPOLLIN.rawValue)
    watch(bell, EPOLL_CTL_ADD, EPOLLIN.rawValue)
  }

  deinit {
    for connection in connections.values { connection.close() }
    close(listener)
    close(epoll)
    scratch.deallocate()
  }

  /// Serves until the bell rings.
  func run() {
    var events = [epoll_event](repeating: epoll_event(), count: 512)
    while !isStopping {
      let count = epoll_wait(epoll, &events, Int32(events.count), deadlines.patience())
      for event in events.prefix(Int(max(0, count))) { handle(event) }
      let now = Deadlines<Void>.now()
      while let due = deadlines.take(by: now) {
        if due.turn == due.connection.turn { deliver(due.connection) }
      }
    }
  }

  private func watch(_ descriptor: Int32, _ operation: Int32, _ events: UInt32) {
    var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
    epoll_ctl(epoll, operation, descriptor, &event)
  }

  private func handle(_ event: epoll_event) {
    let descriptor = event.data.fd
    guard descriptor != bell else {
      isStopping = true
      return
    }
    guard descriptor != listener else { return acceptAll() }
    guard let connection = connections[descriptor] else { return }
    if event.events & EPOLLOUT.rawValue != 0 {
      watch(descriptor, EPOLL_CTL_MOD, EPOLLIN.rawValue)
      deliver(connection)
    } else {
      receive(connection)
    }
  }

  private func acceptAll() {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      var yes: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
      connections[descriptor] = Connection(descriptor: descriptor)
      watch(descriptor, EPOLL_CTL_ADD, EPOLLIN.rawValue)
      board.count {
        $0.connections += 1
        $0.openConnections += 1
      }
    }
  }

  // MARK: - Requests

  private func receive(_ connection: Connection) {
    guard connection.read(scratch: scratch) == .open else { return drop(connection) }
    takeNext(connection)
  }

  /// Begins to answer the next request, unless an answer is still under way.
  private func takeNext(_ connection: Connection) {
    guard connection.answer == nil else { return }
    switch connection.next() {
    case .incomplete: break
    case .malformed(let reason): answer(connection, PlannedAnswer(malformed: reason))
    case .message(let message, let headSize): take(message, headSize, from: connection)
    }
  }

  private func take(_ message: [UInt8], _ headSize: Int, from connection: Connection) {
    requests += 1
    guard let request = StubRequest(number: requests, message: message, headSize: headSize) else {
      return answer(connection, PlannedAnswer(malformed: "request line"))
    }
    if behaviour.recordsRequests { board.record(request) }
    let reply =
      behaviour.reply(request)
      ?? ModelAnswers.regular(to: request, content: behaviour.content)
    let wait = reply.latency.map(PlannedAnswer.nanoseconds) ?? latency
    answer(connection, PlannedAnswer(reply, to: request), after: wait, received: message.count)
  }

  private func answer(
    _ connection: Connection, _ answer: PlannedAnswer, after wait: UInt64 = 0, received: Int = 0
  ) {
    connection.begin(answer)
    board.count {
      $0.requests += 1
      $0.inFlight += 1
      $0.peakInFlight = max($0.peakInFlight, $0.inFlight)
      $0.bytesReceived += received
    }
    guard !answer.isSilent else { return }
    if wait == 0 { deliver(connection) } else { schedule(connection, after: wait) }
  }

  private func schedule(_ connection: Connection, after wait: UInt64) {
    deadlines.add((connection, connection.turn), at: Deadlines<Void>.now() + wait)
  }

  // MARK: - Answers

  private func deliver(_ connection: Connection) {
    guard let answer = connection.answer, !connection.isClosed else { return }
    switch connection.write(limit: answer.drip?.size ?? .max) {
    case .closed: drop(connection)
    case .blocked: watch(connection.descriptor, EPOLL_CTL_MOD, EPOLLIN.rawValue | EPOLLOUT.rawValue)
    case .open:
      if connection.isSent {
        finish(connection, answer)
      } else {
        schedule(connection, after: answer.drip?.interval ?? 0)
      }
    }
  }

  private func finish(_ connection: Connection, _ answer: PlannedAnswer) {
    connection.answer = nil
    board.count { $0.inFlight -= 1 }
    if answer.closes { drop(connection) } else { takeNext(connection) }
  }

  private func drop(_ connection: Connection) {
    let isOwed = connection.answer != nil
    connection.close()
    connections[connection.descriptor] = nil
    board.count {
      $0.openConnections -= 1
      if isOwed {
        $0.inFlight -= 1
        $0.abandoned += 1
      }
    }
  }
}
