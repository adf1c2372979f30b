import Synchronization
import TinyTroupeDigest
import TinyTroupeKernel

/// Sends equal requests once in a run: embeddings, and completions that are marked `shared`.
///
/// Whoever asks while the first is on its way gets the same outcome, a failure too; who asks later gets the
/// reply that is kept, or sends anew after a failure. A shared call belongs to none of those who ask: it is
/// performed under a path of its own, made of the request, so that its outcome does not depend on who came
/// first, and it goes on as long as somebody waits.
final class SharedCalls: Sendable {
  /// What makes two requests equal.
  struct Key: Hashable, Sendable {
    let backend: String
    let op: String
    let request: SHA256Digest

    /// The path of the call itself.
    var path: String { "shared/\(backend)/llm.\(op):\(String(request.description.prefix(16)))" }
  }

  /// How a shared call ended, with what it cost.
  struct Outcome: Sendable {
    let result: Result<Reply, PluginError>
    let effort: Effort
  }

  /// Handed to those who wait: the outcome, and whether its cost is to be theirs.
  private typealias Waiter = CheckedContinuation<(Outcome, pays: Bool)?, Never>

  private struct Flight {
    let task: Task<Void, Never>
    var waiting: [Int: Waiter] = [:]
  }

  private struct State {
    var flights: [Key: Flight] = [:]
    var kept: [Key: Reply] = [:]
    /// The keys of `kept` from old to new.
    var order: [Key] = []
    var keptBytes = 0
    var lastNumber = 0

    /// Keeps a reply, and lets go of the oldest where there are too many.
    mutating func keep(_ reply: Reply, for key: Key, capacity: Int) {
      kept[key] = reply
      order.append(key)
      keptBytes += reply.size
      var dropped = 0
      while keptBytes > capacity, dropped < order.count {
        keptBytes -= kept.removeValue(forKey: order[dropped])?.size ?? 0
        dropped += 1
      }
      order.removeFirst(dropped)
    }
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// Makes an empty table.
  ///
  /// - Parameter capacity: How many bytes of replies are kept; what was let go of is sent again.
  init(capacity: Int = 256 << 20) {
    self.capacity = capacity
  }

  /// How many wait for a call in flight.
  func waitingCount(_ key: Key) -> Int {
    state.withLock { $0.flights[key]?.waiting.count ?? 0 }
  }

  /// The outcome of the one call; only one of those who get it has its cost added to `effort`.
  func reply(
    _ key: Key, _ effort: inout Effort, _ send: @escaping @Sendable () async -> Outcome
  ) async throws(PluginError) -> Reply {
    if let kept = state.withLock({ $0.kept[key] }) { return kept }
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { join(key, number, $0, send) }
    } onCancel: {
      leave(key, number)
    }
    guard let (outcome, pays) = answer else { throw .cancelledByCaller }
    if pays { effort.add(outcome.effort) }
    return try outcome.result.get()
  }

  private func join(
    _ key: Key, _ number: Int, _ waiter: Waiter, _ send: @escaping @Sendable () async -> Outcome
  ) {
    let early = state.withLock { state -> (Outcome, pays: Bool)?? in
      if Task.isCancelled { return .some(nil) }
      if let kept = state.kept[key] {
        return (Outcome(result: .success(kept), effort: Effort()), pays: false)
      }
      // The task belongs to all who wait; the last one to leave cancels it.
      var flight = state.flights[key] ?? Flight(task: Task.detached { await self.fly(key, send) })
      flight.waiting[number] = waiter
      state.flights[key] = flight
      return nil
    }
    if let early { waiter.resume(returning: early) }
  }

  private func leave(_ key: Key, _ number: Int) {
    let (waiter, task) = state.withLock { state -> (Waiter?, Task<Void, Never>?) in
      let waiter = state.flights[key]?.waiting.removeValue(forKey: number)
      guard waiter != nil, state.flights[key]?.waiting.isEmpty == true else { return (waiter, nil) }
      return (waiter, state.flights.removeValue(forKey: key)?.task)
    }
    task?.cancel()
    waiter?.resume(returning: nil)
  }

  private func fly(_ key: Key, _ send: @Sendable () async -> Outcome) async {
    let outcome = await send()
    // Nobody waits for a cancelled flight, and another may have begun under its key.
    if Task.isCancelled { return }
    let waiting = state.withLock { state in
      if case .success(let reply) = outcome.result {
        state.keep(reply, for: key, capacity: capacity)
      }
      return state.flights.removeValue(forKey: key)?.waiting ?? [:]
    }
    let payer = waiting.keys.min()
    for (number, waiter) in waiting { waiter.resume(returning: (outcome, pays: number == payer)) }
  }
}

extension Reply {
  fileprivate var size: Int { result.count + body.count + (usage?.count ?? 0) }
}
