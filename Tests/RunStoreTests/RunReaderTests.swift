import Foundation
import GRDB
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite struct RunReaderTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func refusal(_ folder: RunFolder) -> String? {
    #expect(throws: RunStoreError.self) { try RunReader.open(folder).summary() }?.description
  }

  /// A folder whose run.sqlite has this content.
  private func folder(_ content: some Sequence<UInt8>) throws -> RunFolder {
    let folder = RunFolder(path: scratch.path + "/foreign")
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
    try Data(content).write(to: URL(filePath: folder.database))
    return folder
  }

  @Test func aMissingRunIsNamed() {
    #expect(
      refusal(RunFolder(path: "/nowhere/x"))
        == "There is no run at /nowhere/x. `tinytroupe runs` lists those that there are.")
  }

  @Test func aTextFileIsNoRun() throws {
    let folder = try folder(String(repeating: "not a database ", count: 100).utf8)
    #expect(
      refusal(folder)
        == "\(folder.database) is not a run of TinyTroupe: it is no SQLite database. "
        + "Name a run's folder; `tinytroupe runs` lists them.")
  }

  @Test func anEmptyFileIsARunThatNeverBegan() throws {
    let folder = try folder([])
    #expect(
      refusal(folder)
        == "\(folder.database) is not a run of TinyTroupe: it is empty; the run ended before it began. "
        + "Name a run's folder; `tinytroupe runs` lists them.")
  }

  @Test func anotherProgramsDatabaseIsNoRun() throws {
    let folder = RunFolder(path: scratch.path)
    try DatabaseQueue(path: folder.database).write { try $0.execute(sql: "CREATE TABLE meta (x)") }
    #expect(
      refusal(folder)
        == "\(folder.database) is not a run of TinyTroupe: it is the database of another program. "
        + "Name a run's folder; `tinytroupe runs` lists them.")
  }

  @Test func aNewerSchemaIsRefused() async throws {
    let store = try await scratch.store()
    await store.close()
    try scratch.tamper(store.folder, "PRAGMA user_version = 4")
    #expect(
      refusal(store.folder)
        == "\(store.folder.database) was written by a newer TinyTroupe (schema 4, this one reads up to 3). "
        + "Update TinyTroupe to read it.")
  }

  @Test func aDamagedFileIsRefused() async throws {
    let store = try await scratch.store()
    for number in 0..<50 { try await store.append(Sample.call("\(number)")) }
    await store.close()
    var bytes = try Data(contentsOf: URL(filePath: store.folder.database))
    for position in 4096..<bytes.count { bytes[position] = 0xAA }
    try bytes.write(to: URL(filePath: store.folder.database))
    #expect(
      refusal(store.folder)
        == "\(store.folder.database) is damaged: database disk image is malformed. Restore it from a copy; "
        + "`sqlite3 \(store.folder.database) .recover` saves what can be read.")
  }

  @Test(
    "Values of a wrong type are damage, not a crash",
    arguments: [
      "UPDATE events SET kind = 'sung'", "UPDATE events SET witnesses = 'all'",
      "UPDATE events SET json = '[]'", "UPDATE events SET time_ns = 'noon'",
      "UPDATE events SET witnesses = '99999999999'", "UPDATE events SET seq = seq + 10",
      "UPDATE perceptions SET before_seq = 1000", "UPDATE agents SET number = number + 10",
    ])
  func tampering(sql: String) async throws {
    let store = try await scratch.store()
    try await store.commit(Sample.unit(from: 0))
    await store.close()
    try scratch.tamper(store.folder, sql)
    let error = #expect(throws: RunStoreError.self) {
      _ = try RunReader.open(store.folder).restoreLog()
    }
    #expect(error?.code == .damaged)
  }

  @Test(arguments: [
    "UPDATE calls SET envelope = x'7b7d'", "UPDATE calls SET request_hash = x'00'",
    "UPDATE calls SET status = 'fine'", "DELETE FROM blobs",
  ])
  func aChangedCallIsDamage(sql: String) async throws {
    let store = try await scratch.store()
    try await store.append(Sample.call("a", body: Sample.messages(20)))
    await store.close()
    try scratch.tamper(store.folder, sql)
    let reader = try RunReader.open(store.folder)
    let error = #expect(throws: RunStoreError.self) { _ = try reader.call(at: "a") }
    #expect(error?.code == .damaged)
  }

  @Test func eventsAreFilteredByPersonKindAndNumber() async throws {
    let store = try await scratch.store()
    var unit = UnitCommit(.step, step: 1, committedNS: 0)
    let people = ["Lisa", "Oscar", "Lisa", nil]
    let kinds: [EventKind] = [.action, .action, .delivered, .stepFinished]
    unit.events = zip(people, kinds).enumerated().map {
      LoggedEvent(Sample.event($0.offset, $0.element.1, agent: $0.element.0))
    }
    try await store.commit(unit)
    let reader = try RunReader.open(store.folder)
    func seqs(_ filter: EventFilter) throws -> [Int] { try reader.events(filter).map(\.seq) }
    #expect(try seqs(EventFilter()) == [0, 1, 2, 3])
    #expect(try seqs(EventFilter(agent: "Lisa")) == [0, 2])
    #expect(try seqs(EventFilter(kinds: [.action, .stepFinished])) == [0, 1, 3])
    #expect(try seqs(EventFilter(agent: "Lisa", kinds: [.action])) == [0])
    #expect(try seqs(EventFilter(kinds: [])) == [])
    #expect(try seqs(EventFilter(from: 1, limit: 2)) == [1, 2])
    #expect(try reader.events().first?.bytes == unit.events.first?.event.canonicalBytes)
    await store.close()
  }

  @Test func callsAreFilteredAndTotalled() async throws {
    let store = try await scratch.store()
    for number in 0..<6 {
      try await store.append(
        Sample.call(
          "\(number)", agent: number < 2 ? "Lisa" : "Oscar",
          purpose: number == 5 ? "extract" : "act"))
    }
    let reader = try RunReader.open(store.folder)
    #expect(try reader.calls(CallFilter(agent: "Lisa")).map(\.path) == ["0", "1"])
    #expect(try reader.calls(CallFilter(purpose: "extract")).map(\.path) == ["5"])
    #expect(try reader.calls(CallFilter(op: "tt.llm.embed")).isEmpty)
    #expect(try reader.calls(CallFilter(step: 1, after: 4, limit: 1)).map(\.path) == ["4"])
    let usage = TokenUsage(input: 100, cached: 40, output: 20, reasoning: 5)
    let all = (0..<6).reduce(into: TokenUsage()) { sum, _ in sum = sum + usage }
    #expect(
      try reader.totals()
        == CallTotals(
          group: nil, calls: 6, failed: 0, attempts: 12, usage: all, cost: .zero))
    #expect(
      try reader.totals(by: .agent).map { "\($0.group ?? "") \($0.calls)" } == [
        "Lisa 2", "Oscar 4",
      ])
    #expect(try reader.totals(by: .purpose).map(\.calls) == [5, 1])
    await store.close()
  }

  @Test func totalsOfARunWithoutCallsAreZero() async throws {
    let store = try await scratch.store()
    #expect(try RunReader.open(store.folder).totals().calls == 0)
    await store.close()
  }

  @Test func aSummaryTellsHowTheRunWent() async throws {
    let store = try await scratch.store("My study!")
    let reader = try RunReader.open(store.folder)
    let fresh = try reader.summary()
    #expect(fresh.events == 0 && fresh.steps == 0 && fresh.finishedNS == nil && fresh.isLive)
    try await store.commit(Sample.unit(from: 0))
    try await store.append(Sample.call("a"))
    try await store.finish(.stopped, at: 1_767_603_700_000_000_000)
    await store.close()
    let summary = try reader.summary()
    #expect(summary.study == "My study!" && summary.statusText == "stopped")
    #expect(summary.startedNS == 1_767_603_600_000_000_000)
    #expect(summary.finishedNS == 1_767_603_700_000_000_000)
    #expect(summary.steps == 1 && summary.agents == 2 && summary.events == 3 && summary.calls == 1)
    #expect(try reader.agents().map(\.name) == ["Lisa", "Oscar"])
    #expect(try reader.manifest() == ["seed": 7])
  }

  @Test func allRunsAreListedWithThoseThatCannotBeRead() async throws {
    let late = try await RunStore.create(in: scratch.runs, name: "a", startedAt: 9, manifest: [:])
    let early = try await RunStore.create(in: scratch.runs, name: "b", startedAt: 3, manifest: [:])
    let broken = try await scratch.store("broken")
    for store in [late, early, broken] { await store.close() }
    try Data("x".utf8).write(to: URL(filePath: broken.folder.database))
    let names = RunListing.all(in: scratch.runs).map { listing in
      switch listing {
      case .run(let summary): summary.folder.name
      case .unreadable(let name, let error): "\(name)? \(error.code == .notARun)"
      }
    }
    #expect(names == [early.name, late.name, "\(broken.name)? true"])
    #expect(RunListing.all(in: "/nowhere").isEmpty)
  }

  @Test(
    "What SQLite reports becomes what the user must know",
    arguments: [
      (ResultCode.SQLITE_FULL, RunStoreError.Code.diskFull), (.SQLITE_CORRUPT, .damaged),
      (.SQLITE_NOTADB, .notARun), (.SQLITE_BUSY, .inUse), (.SQLITE_IOERR, .inaccessible),
      (.SQLITE_CONSTRAINT, .refused),
    ])
  func translation(code: ResultCode, expected: RunStoreError.Code) {
    #expect(RunStoreError(DatabaseError(resultCode: code), about: "f").code == expected)
  }
}
