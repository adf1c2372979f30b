import Testing
import TinyTroupeDigest
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Calls that are sent once in a run")
struct SharedCallTests {
  private let key = SharedCalls.Key(
    backend: "default", op: "embed", request: SHA256Digest(of: "request".utf8))
  private let failure = PluginError(.unavailable, "Away.")

  private struct Asked: Sendable {
    let result: Result<Reply, PluginError>
    let effort: Effort
  }

  private func ask(
    _ shared: SharedCalls, _ send: @escaping @Sendable () async -> Result<Reply, PluginError>
  ) -> Task<Asked, Never> {
    Task {
      var effort = Effort()
      do throws(PluginError) {
        let reply = try await shared.reply(key, &effort) {
          let result = await send()
          var cost = Effort()
          cost.attempts = 2
          cost.usage.input = 7
          return SharedCalls.Outcome(result: result, effort: cost)
        }
        return Asked(result: .success(reply), effort: effort)
      } catch {
        return Asked(result: .failure(error), effort: effort)
      }
    }
  }

  private func waiting(_ shared: SharedCalls, _ count: Int) async {
    while shared.waitingCount(key) != count { await Task.yield() }
  }

  @Test("whoever asks meanwhile or later gets the first's reply, and one of them its cost")
  func once() async {
    let shared = SharedCalls()
    let gate = Gate()
    let sent = Shared(0)
    let send: @Sendable () async -> Result<Reply, PluginError> = {
      sent.change { $0 += 1 }
      await gate.pass()
      return .success(Reply(["n": .integer(Int64(sent.value))]))
    }
    let early = (0..<5).map { _ in ask(shared, send) }
    await waiting(shared, 5)
    gate.open()
    var asked: [Asked] = []
    for task in early { asked.append(await task.value) }
    asked.append(await ask(shared, send).value)
    #expect(sent.value == 1)
    #expect(asked.allSatisfy { $0.result == .success(Reply(["n": 1])) })
    #expect(asked.map(\.effort.attempts).sorted() == [0, 0, 0, 0, 0, 2])
    #expect(asked.map(\.effort.usage.input).reduce(0, +) == 7)
  }

  @Test("a failure reaches those who wait, and is not kept")
  func failing() async {
    let shared = SharedCalls()
    let gate = Gate()
    let sent = Shared(0)
    let send: @Sendable () async -> Result<Reply, PluginError> = { [failure] in
      sent.change { $0 += 1 }
      await gate.pass()
      return sent.value == 1 ? .failure(failure) : .success(Reply([:]))
    }
    let first = ask(shared, send)
    let second = ask(shared, send)
    await waiting(shared, 2)
    gate.open()
    #expect(await first.value.result == .failure(failure))
    #expect(await second.value.result == .failure(failure))
    #expect(await ask(shared, send).value.result == .success(Reply([:])))
    #expect(sent.value == 2)
  }

  @Test("the call goes on when the first who asked is cancelled, and the next bears its cost")
  func firstCancelled() async {
    let shared = SharedCalls()
    let gate = Gate()
    let send: @Sendable () async -> Result<Reply, PluginError> = {
      await gate.pass()
      return Task.isCancelled ? .failure(.cancelledByCaller) : .success(Reply([:]))
    }
    let first = ask(shared, send)
    await waiting(shared, 1)
    let second = ask(shared, send)
    await waiting(shared, 2)
    first.cancel()
    #expect(await first.value.result == .failure(.cancelledByCaller))
    gate.open()
    let asked = await second.value
    #expect(asked.result == .success(Reply([:])))
    #expect(asked.effort.attempts == 2)
  }

  @Test("a call for which nobody waits any more is cancelled, and asked for anew")
  func allCancelled() async {
    let shared = SharedCalls()
    let wasCancelled = Shared(false)
    let tasks = (0..<3).map { _ in
      ask(shared) {
        while !Task.isCancelled { await Task.yield() }
        wasCancelled.change { $0 = true }
        return .failure(.cancelledByCaller)
      }
    }
    await waiting(shared, 3)
    for task in tasks { task.cancel() }
    for task in tasks { #expect(await task.value.result == .failure(.cancelledByCaller)) }
    while !wasCancelled.value { await Task.yield() }
    let reply = await ask(shared) { .success(Reply(["again": true])) }.value
    #expect(reply.result == .success(Reply(["again": true])))
  }

  @Test("what does not fit is let go of, the oldest first")
  func capacity() async throws {
    let shared = SharedCalls(capacity: 250)
    let sent = Shared<[Int]>([])
    func ask(_ number: Int) async throws {
      var effort = Effort()
      let key = SharedCalls.Key(
        backend: "b", op: "embed", request: SHA256Digest(of: "\(number)".utf8))
      _ = try await shared.reply(key, &effort) {
        sent.change { $0.append(number) }
        return SharedCalls.Outcome(
          result: .success(Reply(result: [], body: Array(repeating: 0, count: 100))),
          effort: Effort())
      }
    }
    for number in [1, 2, 1, 2, 3, 2, 3, 1] { try await ask(number) }
    #expect(sent.value == [1, 2, 3, 1])
  }
}
