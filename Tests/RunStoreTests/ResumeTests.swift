import Foundation
import GRDB
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("A run that goes on")
struct ResumeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func resumed(_ folder: RunFolder) async throws -> RunStore {
    try await RunStore.resume(folder, at: 5, session: ["set": ["llm.attempts=9"]])
  }

  @Test("goes on after its last unit, with the same hash as one that never stopped")
  func sameHash() async throws {
    let whole = try await scratch.store("whole")
    let parted = try await scratch.store("parted")
    for store in [whole, parted] { try await store.commit(Sample.unit(from: 0)) }
    try await parted.append(Sample.call("1/unfinished"))
    await parted.close()
    let store = try await resumed(parted.folder)
    #expect(store.log.count == 3)
    #expect(store.committed.get(Sample.space, Array("n".utf8)) == Array("0".utf8))
    let origin = try #require(store.origin)
    #expect(origin.unit == 1 && origin.step == 1)
    #expect(origin.states["agent/Lisa"]?.version == 1)
    let goneOn = try await store.commit(Sample.unit(from: 3))
    let undisturbed = try await whole.commit(Sample.unit(from: 3))
    #expect(goneOn == undisturbed)
    await store.close()
    await whole.close()
  }

  @Test("may send a call again that it had logged, and the latest outcome holds")
  func sentAgain() async throws {
    let store = try await scratch.store()
    var failed = Sample.call("1/Lisa", body: Sample.messages(5))
    failed.outcome = .failure(status: -5, error: Array("{}".utf8))
    try await store.append(failed)
    await store.close()
    let again = try await resumed(store.folder)
    let reply = Sample.call("1/Lisa", body: Sample.messages(9))
    try await again.append(reply)
    await #expect(throws: RunStoreError.self) { try await again.append(reply) }
    await again.close()
    let reader = try RunReader.open(store.folder)
    #expect(try reader.calls().map(\.status) == [-5, 0])
    #expect(try reader.call(at: "1/Lisa")?.outcome == reply.outcome)
    #expect(try reader.call(at: "1/Lisa")?.request.body == Sample.messages(9))
    #expect(try parts(of: reader) == Set(try digests(of: reader)).count)
  }

  /// What the first session stored is known to the second, and not stored again.
  private func parts(of reader: RunReader) throws -> Int { try digests(of: reader).count }

  private func digests(of reader: RunReader) throws -> [Data] {
    try reader.read { try Data.fetchAll($0, sql: "SELECT sha256 FROM blobs") }
  }

  @Test("is one that nobody else writes")
  func oneWriter() async throws {
    let store = try await scratch.store()
    let error = await #expect(throws: RunStoreError.self) {
      _ = try await resumed(store.folder)
    }
    #expect(error?.code == .inUse)
    await store.close()
  }

  @Test("must be there, and is not made")
  func missing() async throws {
    let folder = RunFolder(path: scratch.path + "/nothing")
    let error = await #expect(throws: RunStoreError.self) { _ = try await resumed(folder) }
    #expect(error?.code == .notFound)
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test("a run that was killed before its first unit begins again")
  func nothingCommitted() async throws {
    let store = try await scratch.store()
    await store.close()
    let again = try await resumed(store.folder)
    #expect(again.origin == nil && again.log.count == 0)
    await again.close()
  }

  @Test("keeps the files it was read from, and who wrote it")
  func inputs() async throws {
    let input = RunInput(path: "personas/lisa.yaml", bytes: Array("name: Lisa".utf8))
    let store = try await RunStore.create(
      in: scratch.runs, name: "s", startedAt: 3, manifest: [:], inputs: [input])
    await store.close()
    let again = try await resumed(store.folder)
    await again.close()
    let reader = try RunReader.open(store.folder)
    #expect(try reader.inputs() == [input])
    let sessions = try reader.read {
      try String.fetchAll($0, sql: "SELECT number || json FROM sessions ORDER BY number")
    }
    #expect(sessions == ["1{}", #"2{"set":["llm.attempts=9"]}"#])
  }
}

@Suite("A run that branches off another")
struct ForkTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Two units with two calls each, whose bodies share their beginnings.
  private func parent() async throws -> RunFolder {
    let store = try await scratch.store("parent")
    for unit in 0..<2 {
      for call in 0..<2 {
        let body = Sample.messages(4 + unit * 8 + call)
        try await store.append(Sample.call("\(unit)/\(call)", body: body))
      }
      try await store.commit(Sample.unit(from: unit * 3))
    }
    try await store.finish(.finished, at: 9)
    await store.close()
    return store.folder
  }

  @Test("has the past up to the unit and nothing behind it")
  func past() async throws {
    let parent = try await parent()
    let fork = try await RunStore.fork(
      parent, through: 1, in: scratch.runs, name: "fork", startedAt: 7, manifest: ["x": 1],
      inputs: [])
    #expect(fork.log.count == 3)
    #expect(fork.committed.get(Sample.shared, Array("n".utf8)) == Array("0".utf8))
    try await fork.append(Sample.call("1/0", body: Sample.messages(30)))
    let unit = try await fork.commit(Sample.unit(from: 3))
    await fork.close()
    let reader = try RunReader.open(fork.folder)
    #expect(try reader.calls().map(\.path) == ["0/0", "0/1", "1/0"])
    #expect(try reader.call(at: "0/1")?.request.body == Sample.messages(5))
    #expect(try reader.call(at: "1/0")?.request.body == Sample.messages(30))
    #expect(try reader.manifest() == ["x": 1])
    let summary = try reader.summary()
    #expect(summary.status == .running && summary.study == "fork")
    let original = try RunReader.open(parent).summary()
    #expect(original.traceHash == unit.traceHash && original.status == .finished)
  }

  @Test("starts after a step or a checkpoint")
  func points() async throws {
    let points = try RunReader.open(try await parent()).forkPoints()
    #expect(points.map(\.unit) == [1, 2])
    #expect(points.map(\.checkpoint) == ["rated", "rated"])
  }
}

@Suite("A run of an older program")
struct MigrationTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Makes of a run what version 1 would have written.
  private func older(_ folder: RunFolder) throws {
    try scratch.tamper(
      folder,
      """
      ALTER TABLE calls RENAME TO newer;
      CREATE TABLE calls (
        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, op TEXT NOT NULL, step INTEGER NOT NULL,
        agent TEXT, purpose TEXT, model TEXT, status INTEGER NOT NULL, tokens_in INTEGER NOT NULL,
        tokens_cached INTEGER NOT NULL, tokens_out INTEGER NOT NULL,
        tokens_reasoning INTEGER NOT NULL, attempts INTEGER NOT NULL, started_ns INTEGER NOT NULL,
        finished_ns INTEGER NOT NULL, request_hash BLOB NOT NULL, chain BLOB NOT NULL, body,
        envelope BLOB NOT NULL, outcome BLOB NOT NULL, outcome_body);
      INSERT INTO calls SELECT id, path, op, step, agent, purpose, model, status, tokens_in,
        tokens_cached, tokens_out, tokens_reasoning, attempts, started_ns, finished_ns,
        request_hash, chain, body, envelope, outcome, outcome_body FROM newer;
      DROP TABLE newer; DROP TABLE sessions; DROP TABLE inputs; DROP TABLE sent; DROP TABLE lost;
      PRAGMA user_version = 1;
      """)
  }

  /// Makes of a run what version 2 would have written.
  private func old(_ folder: RunFolder) throws {
    try scratch.tamper(
      folder,
      """
      ALTER TABLE calls DROP COLUMN llm; ALTER TABLE calls DROP COLUMN cost;
      DROP TABLE sent; DROP TABLE lost;
      PRAGMA user_version = 2;
      """)
  }

  /// A call whose unit was committed later, and one whose unit never was.
  private func run() async throws -> RunFolder {
    let store = try await scratch.store()
    try await store.append(Sample.call("a", body: Sample.messages(3), wallNS: 10))
    try await store.commit(Sample.unit(from: 0, wallNS: 77))
    try await store.append(Sample.call("b", wallNS: 100))
    await store.close()
    return store.folder
  }

  @Test("is brought up to date when it is read, and nothing of it is lost")
  func reading() async throws {
    let folder = try await run()
    let before = try RunReader.open(folder).calls().map(\.path)
    try older(folder)
    let reader = try RunReader.open(folder)
    #expect(try reader.calls().map(\.path) == before)
    #expect(try reader.totals().cost == nil, "what it cost was never written down")
    #expect(try reader.call(at: "a")?.request.body == Sample.messages(3))
    let units = try reader.read { try Int.fetchAll($0, sql: "SELECT unit FROM calls ORDER BY id") }
    #expect(units == [1, 2])
    #expect(try reader.summary().startedNS == 1_767_603_600_000_000_000)
  }

  @Test("of version 2 keeps the sessions of its calls")
  func versionTwo() async throws {
    let folder = try await run()
    let resumed = try await RunStore.resume(folder, at: 5, session: [:])
    try await resumed.append(Sample.call("b", wallNS: 200))
    await resumed.close()
    try old(folder)
    let reader = try RunReader.open(folder)
    #expect(try reader.calls().map(\.path) == ["a", "b", "b"])
    let sessions = try reader.read {
      try Int.fetchAll($0, sql: "SELECT session FROM calls ORDER BY id")
    }
    #expect(sessions == [1, 1, 2])
    #expect(try reader.call(at: "a")?.request.body == Sample.messages(3))
    #expect(try reader.spending().entries.map(\.amount.calls) == [])
  }

  @Test("can be resumed")
  func resuming() async throws {
    let folder = try await run()
    try older(folder)
    let store = try await RunStore.resume(folder, at: 5, session: [:])
    try await store.append(Sample.call("c"))
    try await store.commit(Sample.unit(from: 3))
    await store.close()
    #expect(try RunReader.open(folder).calls().map(\.path) == ["a", "b", "c"])
  }

  @Test("is left alone while somebody writes it")
  func live() async throws {
    let folder = try await run()
    try older(folder)
    let lock = try RunLock(folder)
    let error = #expect(throws: RunStoreError.self) { _ = try RunReader.open(folder) }
    #expect(error?.code == .inUse)
    _ = consume lock
  }
}
