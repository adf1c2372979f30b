import FoundationEssentials
import GRDB
package import TinyTroupeJSON

/// An event as the database has it.
package struct StoredEvent: Sendable, Hashable {
  /// Its number in the run.
  package let seq: Int
  /// The unit that committed it.
  package let unit: Int
  /// What it tells.
  package let kind: EventKind
  /// The step in which it happened.
  package let step: Int
  /// Simulated time in nanoseconds.
  package let timeNS: Int64
  /// The person whom it is about.
  package let agent: String?
  /// Who perceived it.
  package let witnesses: WitnessSet
  /// The canonical JSON.
  package let bytes: [UInt8]

  /// The event with its payload.
  package func event() throws(JSONError) -> Event {
    try Event(canonicalBytes: bytes, timeNS: timeNS)
  }
}

/// Which events are wanted.
package struct EventFilter: Sendable, Hashable {
  /// Events about this person.
  package var agent: String?
  /// Events of these kinds; nil for all.
  package var kinds: Set<EventKind>?
  /// Events from this number on.
  package var from: Int
  /// At most so many.
  package var limit: Int

  /// Makes a filter that lets everything pass which is not restricted.
  package init(
    agent: String? = nil, kinds: Set<EventKind>? = nil, from: Int = 0, limit: Int = .max
  ) {
    self.agent = agent
    self.kinds = kinds
    self.from = from
    self.limit = limit
  }
}

extension RunReader {
  /// Committed events in order.
  ///
  /// Read a long run in pieces, by `from` and `limit`.
  package func events(_ filter: EventFilter = EventFilter()) throws(RunStoreError) -> [StoredEvent]
  {
    var conditions = ["seq >= ?"]
    var arguments: [(any DatabaseValueConvertible)?] = [filter.from]
    if let agent = filter.agent {
      conditions.append("agent = ?")
      arguments.append(agent)
    }
    if let kinds = filter.kinds {
      conditions.append("kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))")
      arguments += kinds.map(\.rawValue)
    }
    arguments.append(filter.limit)
    let sql =
      "SELECT * FROM events WHERE \(conditions.joined(separator: " AND ")) ORDER BY seq LIMIT ?"
    return try read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { try event($0) }
    }
  }

  func event(_ row: Row) throws -> StoredEvent {
    let seq: Int = try row.checked("seq")
    let kind: String = try row.checked("kind")
    let witnesses: String? = try row.checked("witnesses")
    guard let known = EventKind(rawValue: kind), let audience = WitnessSet(stored: witnesses) else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "event \(seq) is not readable (\(kind), \(witnesses ?? "nobody"))")
    }
    let json: Data = try row.checked("json")
    return try StoredEvent(
      seq: seq, unit: row.checked("unit"), kind: known, step: row.checked("step"),
      timeNS: row.checked("time_ns"), agent: row.checked("agent"), witnesses: audience,
      bytes: Array(json))
  }
}
