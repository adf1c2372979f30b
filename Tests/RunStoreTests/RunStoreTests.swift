import GRDB
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite struct RunStoreTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func anotherReaderSeesACallAsSoonAsItIsAcknowledged() async throws {
    let store = try await scratch.store()
    let reader = try RunReader.open(store.folder)
    for number in 0..<5 {
      try await store.append(Sample.call("1/Lisa/agent.act/tt.llm.complete:act#\(number)"))
      #expect(try reader.calls().count == number + 1)
    }
    #expect(try reader.summary().statusText == "running")
    await store.close()
  }

  @Test func aCallIsReadBackWithEveryByte() async throws {
    let store = try await scratch.store()
    let body = Sample.messages(12)
    let large = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var call = Sample.call("a", body: body)
    call.outcome = .reply(json: Array(#"{"count":1}"#.utf8), body: large)
    try await store.append(call)
    let read = try #require(try RunReader.open(store.folder).call(at: "a"))
    #expect(read.request.body == body)
    #expect(read.request.envelope == call.request.envelope)
    #expect(read.request.hash == call.request.hash)
    #expect(read.outcome == call.outcome)
    #expect(read.usage == call.usage && read.attempts == 2 && read.model == "m-1")
    #expect(read.agent == "Lisa" && read.purpose == "act" && read.startedNS == 10)
    #expect(try RunReader.open(store.folder).call(at: "b") == nil)
    await store.close()
  }

  @Test func aFailureIsLoggedWithItsStatus() async throws {
    let store = try await scratch.store()
    var call = Sample.call("a")
    call.outcome = .failure(status: -5, error: Array(#"{"message":"late"}"#.utf8))
    try await store.append(call)
    try await store.append(Sample.call("b"))
    let reader = try RunReader.open(store.folder)
    #expect(try reader.calls(CallFilter(failed: true)).map(\.status) == [-5])
    #expect(try reader.call(at: "a")?.outcome == call.outcome)
    await store.close()
  }

  @Test func aPathIsLoggedOnceAndItsRefusalHarmsNoOther() async throws {
    let store = try await scratch.store()
    try await store.append(Sample.call("twice"))
    let failures = await withTaskGroup(of: RunStoreError?.self) { group in
      for number in 0..<40 {
        group.addTask {
          do throws(RunStoreError) {
            try await store.append(Sample.call(number % 10 == 0 ? "twice" : "n\(number)"))
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }.compactMap { $0 }
    #expect(failures.count == 4)
    #expect(
      failures.first?.description == "The call twice is in the log already; a path is logged once.")
    #expect(try RunReader.open(store.folder).calls().count == 37)
    await store.close()
  }

  @Test func whatConversationsShareIsStoredOnce() async throws {
    let store = try await scratch.store()
    for count in 1...30 {
      try await store.append(Sample.call("\(count)", body: Sample.messages(count)))
    }
    let reader = try RunReader.open(store.folder)
    let (bytes, repeated) = try reader.read { db in
      (
        try Int.fetchOne(db, sql: "SELECT sum(length(bytes)) FROM blobs") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) - count(DISTINCT sha256) FROM blobs") ?? 0
      )
    }
    let whole = (1...30).map { Sample.messages($0).count }.reduce(0, +)
    #expect(repeated == 0)
    #expect(bytes < whole / 4)
    #expect(try reader.call(at: "30")?.request.body == Sample.messages(30))
    await store.close()
  }

  @Test func partsOfATransactionThatWasUndoneAreStoredAgain() async throws {
    let store = try await scratch.store()
    try scratch.tamper(
      store.folder,
      """
      CREATE TRIGGER fault BEFORE INSERT ON calls WHEN NEW.path = 'bad'
      BEGIN SELECT RAISE(ROLLBACK, 'injected'); END
      """)
    let body = Sample.messages(20)
    await #expect(throws: RunStoreError.self) {
      try await store.append(Sample.call("bad", body: body))
    }
    try await store.append(Sample.call("good", body: body))
    #expect(try RunReader.open(store.folder).call(at: "good")?.request.body == body)
    await store.close()
  }

  @Test func anEffectIsBegunOnce() async throws {
    let store = try await scratch.store()
    let effect = BegunEffect(
      path: "1/Lisa/tool.perform", op: "tool.perform", agent: "Lisa", step: 1,
      requestHash: CallRequest(envelope: []).hash, begunNS: 1)
    try await store.begin(effect)
    try await store.begin(effect)
    #expect(
      effect.idempotencyKey == "8b986f7b6522843d6148655617d2589e030d4e8392fadb1e43d4485010229573")
    let rows = try RunReader.open(store.folder).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM begun")
    }
    #expect(rows == 1)
    await store.close()
  }

  @Test(.timeLimit(.minutes(4)))
  func appendingNeverBlocksTheThreadsOfTasks() async throws {
    let store = try await scratch.store()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: store.folder.database, configuration: configuration)
    // While another connection holds the write lock, the writer waits; tasks must go on.
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let landed = Shared(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          try await store.append(Sample.call("\(number)"))
          landed.change { $0 += 1 }
        }
      }
      // Few, since the writer waits for seconds only, and each takes long while all tests run.
      for _ in 0..<2 { await Task.yield() }
      #expect(landed.value == 0)
      try other.inDatabase { try $0.execute(sql: "COMMIT") }
      try await group.waitForAll()
    }
    #expect(try RunReader.open(store.folder).calls().count == 64)
    await store.close()
  }

  @Test func aClosedRunTakesNothingMore() async throws {
    let store = try await scratch.store()
    await store.close()
    await store.close()
    let error = await #expect(throws: RunStoreError.self) {
      try await store.append(Sample.call("late"))
    }
    #expect(
      error?.description
        == "The run \(store.folder.database) is closed; nothing can be added to it.")
  }

  @Test func whatWasPostedBeforeTheCloseIsWritten() async throws {
    let store = try await scratch.store()
    let errors = Shared(0)
    for number in 0..<500 {
      store.append(Sample.call("\(number)")) { result in
        if case .failure = result { errors.change { $0 += 1 } }
      }
    }
    await store.close()
    #expect(errors.value == 0)
    #expect(try RunReader.open(store.folder).calls().count == 500)
  }
}
