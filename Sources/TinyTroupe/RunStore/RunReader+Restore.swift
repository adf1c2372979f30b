import FoundationEssentials
import GRDB
import TinyTroupeJSON

extension RunReader {
  /// The values of `tt.store` as they were after a unit; nil for the last one.
  package func restoreValues(through unit: Int? = nil) throws(RunStoreError) -> CommittedStore {
    let store = CommittedStore()
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT * FROM store WHERE unit <= ? ORDER BY rowid", arguments: [unit ?? .max])
      while let row = try rows.next() { store.apply([try Self.write(row)]) }
    }
    return store
  }

  /// The log as it was after a unit, with everyone's experience and what waits for them; nil for
  /// the last unit.
  package func restoreLog(through unit: Int? = nil) throws(RunStoreError) -> EventLog {
    let log = EventLog()
    let last = unit ?? .max
    let agents = try agents()
    try read { db in
      guard agents.map(\.number) == Array(0..<agents.count) else {
        throw Self.damage("its people are not numbered from 0 without gaps")
      }
      for agent in agents { log.join(agent.number, at: agent.seq) }
      try appendEvents(to: log, through: last, people: agents.count, in: db)
      try notePerceptions(in: log, through: last, people: agents.count, in: db)
    }
    return log
  }

  private func appendEvents(
    to log: EventLog, through unit: Int, people: Int, in db: Database
  ) throws {
    let events = try Row.fetchCursor(
      db, sql: "SELECT * FROM events WHERE unit <= ? ORDER BY seq", arguments: [unit])
    while let row = try events.next() {
      let stored = try event(row)
      let event = try stored.event()
      guard stored.seq == log.count, event.seq == stored.seq, stored.witnesses.isWithin(people)
      else {
        throw Self.damage("event \(stored.seq) does not fit in")
      }
      log.append(event, witnesses: stored.witnesses)
    }
  }

  private func notePerceptions(
    in log: EventLog, through unit: Int, people: Int, in db: Database
  ) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT * FROM perceptions WHERE unit <= ? ORDER BY rowid", arguments: [unit])
    while let row = try rows.next() {
      let before: Int = try row.checked("before_seq")
      guard let agents = WitnessSet(stored: try row.checked("agents")), agents.isWithin(people),
        (0...log.count).contains(before)
      else { throw Self.damage("a perception before event \(before) is not readable") }
      log.perceived(by: agents, before: before)
    }
  }

  private static func write(_ row: Row) throws -> StoreWrite {
    let agent: Int? = try row.checked("agent")
    let key: Data = try row.checked("key")
    let value: Data? = try row.checked("value")
    let space = try StoreSpace(
      scope: agent.map { .agent($0) } ?? .shared, namespace: row.checked("namespace"))
    return StoreWrite(space, key: Array(key), value: value.map { Array($0) })
  }

  private static func damage(_ message: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: message)
  }
}
