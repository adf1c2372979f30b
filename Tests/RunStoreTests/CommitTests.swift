import GRDB
import Testing

@testable import TinyTroupe

@Suite struct CommitTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func rows(_ store: RunStore) throws -> [String: Int] {
    try RunReader.open(store.folder).read { db in
      let tables = [
        "units", "agents", "events", "perceptions", "store", "states", "snapshots", "results",
      ]
      return try tables.reduce(into: [:]) { rows, table in
        rows[table] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
      }
    }
  }

  @Test func aUnitIsCommittedWithAllItsParts() async throws {
    let store = try await scratch.store()
    #expect(try await store.commit(Sample.unit(from: 0)).number == 1)
    #expect(try await store.commit(Sample.unit(from: 3)).number == 2)
    #expect(
      try rows(store) == [
        "units": 2, "agents": 2, "events": 6, "perceptions": 2, "store": 4, "states": 2,
        "snapshots": 2, "results": 2,
      ])
    #expect(store.committed.get(Sample.space, Array("n".utf8)) == Array("3".utf8))
    await store.close()
  }

  @Test(
    "A unit that fails anywhere leaves nothing, and the next one goes on as if it had never been",
    arguments: [
      "events", "agents", "perceptions", "store", "states", "snapshots", "results", "units",
    ])
  func atomicity(table: String) async throws {
    let undisturbed = try await scratch.store("undisturbed")
    let store = try await scratch.store()
    for run in [undisturbed, store] { try await run.commit(Sample.unit(from: 0)) }
    let before = try rows(store)
    try scratch.tamper(
      store.folder,
      """
      CREATE TRIGGER fault BEFORE INSERT ON \(table)
      BEGIN SELECT RAISE(ABORT, 'injected'); END
      """)
    var unit = Sample.unit(from: 3)
    unit.joined = [JoinedAgent(number: 2, name: "Ann", seq: 3)]
    let error = await #expect(throws: RunStoreError.self) { try await store.commit(unit) }
    #expect(error?.reason == "injected")
    #expect(try rows(store) == before)
    #expect(store.committed.get(Sample.space, Array("n".utf8)) == Array("0".utf8))
    try scratch.tamper(store.folder, "DROP TRIGGER fault")
    let expected = try await undisturbed.commit(unit)
    #expect(try await store.commit(unit) == expected)
    for run in [undisturbed, store] { await run.close() }
  }

  @Test func aFailedUnitDoesNotHarmTheCallsBesideIt() async throws {
    let store = try await scratch.store()
    async let first: Void = store.append(Sample.call("1"))
    async let failing = store.commit(Sample.unit(from: 5))
    async let second: Void = store.append(Sample.call("2"))
    let failure: RunStoreError?
    do {
      _ = try await failing
      failure = nil
    } catch {
      failure = error as? RunStoreError
    }
    _ = try await (first, second)
    #expect(failure?.code == .refused)
    #expect(try RunReader.open(store.folder).calls().count == 2)
    await store.close()
  }

  @Test func whenNobodyPerceivedAnythingNothingIsKeptOfIt() async throws {
    let store = try await scratch.store()
    var unit = Sample.unit(from: 0)
    unit.perceptions = [Perception(by: WitnessSet([]), before: 0)]
    try await store.commit(unit)
    #expect(try rows(store)["perceptions"] == 0)
    await store.close()
  }

  @Test func eventsThatLeaveAGapAreRefused() async throws {
    let store = try await scratch.store()
    let error = await #expect(throws: RunStoreError.self) {
      try await store.commit(Sample.unit(from: 1))
    }
    #expect(error?.reason == "event 1 came where 0 was due")
    await store.close()
  }

  @Test func equalRunsHaveOneTraceHashWhateverTheirWallTimesAndCalls() async throws {
    let quick = try await scratch.store("quick")
    let slow = try await scratch.store("slow")
    try await slow.append(Sample.call("extra", wallNS: 99))
    for (store, wallNS) in [(quick, 1), (slow, 2)] as [(RunStore, Int64)] {
      try await store.commit(Sample.unit(from: 0, wallNS: wallNS))
      try await store.commit(Sample.unit(from: 3, wallNS: wallNS))
    }
    let hash = try await quick.finish(.finished, at: 1)
    #expect(try await slow.finish(.finished, at: 2) == hash)
    var chain = HashChain.events
    for seq in 0..<6 { chain.append(Sample.event(seq).canonicalBytes) }
    #expect(hash == chain.digest)
    #expect(try RunReader.open(quick.folder).summary().traceHash == hash)
    for store in [quick, slow] { await store.close() }
  }

  @Test func valuesAndExperienceAreRestoredAsOfAnyUnit() async throws {
    let store = try await scratch.store()
    try await store.commit(Sample.unit(from: 0))
    var unit = Sample.unit(from: 3)
    unit.writes = [StoreWrite(Sample.space, key: Array("n".utf8), value: nil)]
    unit.events[2] = LoggedEvent(Sample.event(5, .delivered), witnesses: .everyoneBut(0))
    unit.perceptions = [Perception(by: WitnessSet([0]), before: 3)]
    try await store.commit(unit)
    let reader = try RunReader.open(store.folder)
    let key = Array("n".utf8)
    #expect(try reader.restoreValues(through: 1).get(Sample.space, key) == Array("0".utf8))
    #expect(try reader.restoreValues().get(Sample.space, key) == nil)
    #expect(try reader.restoreValues().get(Sample.shared, key) == Array("0".utf8))
    let log = try reader.restoreLog()
    #expect(log.count == 6)
    #expect(log.experience(of: 0) == [0, 1, 2, 3, 4])
    #expect(log.waiting(for: 1) == [5])
    #expect(try reader.restoreLog(through: 1).count == 3)
    #expect(log[4] == Sample.event(4))
    await store.close()
  }
}
