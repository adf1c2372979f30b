import Synchronization

/// Lets a limited number of calls through to an endpoint at a time, in order of arrival, holding no threads.
///
/// The number adapts to what the endpoint bears.
final class ConcurrencyLimit: Sendable {
  /// What an answer said about the endpoint's load.
  enum Load {
    /// The call was served.
    case borne
    /// The call was turned away because there were too many.
    case tooHigh
    /// The call says nothing about load.
    case unknown
  }

  /// Handed to the waiting: a ticket, or nil when the task was cancelled.
  private typealias Waiter = CheckedContinuation<Int?, Never>

  private struct State {
    var window: AdaptiveWindow
    var inFlight = 0
    var waiting: [Int: Waiter] = [:]
    var order: [Int] = []
    var head = 0
    var lastNumber = 0

    /// Takes a place if one is free.
    mutating func enter() -> Int? {
      guard inFlight < window.places else { return nil }
      inFlight += 1
      return window.begin()
    }

    /// Takes those who now have a place out of the queue.
    mutating func admitted() -> [(Waiter, Int)] {
      var admitted: [(Waiter, Int)] = []
      while inFlight < window.places, let waiter = nextWaiter(), let ticket = enter() {
        admitted.append((waiter, ticket))
      }
      return admitted
    }

    private mutating func nextWaiter() -> Waiter? {
      while head < order.count {
        head += 1
        if let waiter = waiting.removeValue(forKey: order[head - 1]) {
          forgetServed()
          return waiter
        }
      }
      order.removeAll(keepingCapacity: true)
      head = 0
      return nil
    }

    /// Keeps the queue short where it is never empty.
    private mutating func forgetServed() {
      guard head > 1024, head > order.count / 2 else { return }
      order.removeFirst(head)
      head = 0
    }
  }

  private let state: Mutex<State>

  /// Makes a limit; what is below 1 counts as 1.
  init(_ places: Int) {
    state = Mutex(State(window: AdaptiveWindow(ceiling: places)))
  }

  /// How many wait for a place.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// How many may be in flight now.
  var places: Int { state.withLock { $0.window.places } }

  /// Waits for a place, and answers the ticket to leave with; nil when the task was cancelled before.
  func enter() async -> Int? {
    let (ticket, number) = state.withLock { state -> (Int?, Int) in
      if state.waiting.isEmpty, let ticket = state.enter() { return (ticket, 0) }
      state.lastNumber += 1
      return (nil, state.lastNumber)
    }
    if let ticket { return ticket }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { enqueue(number, $0) }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: nil)
    }
  }

  private func enqueue(_ number: Int, _ waiter: Waiter) {
    let (isCancelled, admitted) = state.withLock { state -> (Bool, [(Waiter, Int)]) in
      if Task.isCancelled { return (true, []) }
      state.waiting[number] = waiter
      state.order.append(number)
      // A place may have become free since `enter` looked.
      return (false, state.admitted())
    }
    if isCancelled { waiter.resume(returning: nil) }
    for (waiter, ticket) in admitted { waiter.resume(returning: ticket) }
  }

  /// Gives a place back.
  func leave(_ ticket: Int, _ load: Load) {
    let admitted = state.withLock { state in
      state.inFlight -= 1
      switch load {
      case .borne: state.window.answered()
      case .tooHigh: state.window.throttled(ticket)
      case .unknown: break
      }
      return state.admitted()
    }
    for (waiter, ticket) in admitted { waiter.resume(returning: ticket) }
  }
}
