import FoundationEssentials
import GRDB
import TinyTroupeDigest
import TinyTroupeJSON

/// What a run's record says of itself, computed anew.
///
/// It reads the whole run and the files that it names, so it is not for the cooperative pool.
package struct RunVerification: Sendable {
  /// What was changed in the record itself: it is no longer what the run wrote.
  package private(set) var damage: [String] = []
  /// What is otherwise now than when the run was made: plugins, inputs, results.
  package private(set) var changes: [String] = []
  /// How many events, calls and parts of bodies were gone through.
  package private(set) var counts = (events: 0, calls: 0, parts: 0)

  /// Goes through a run.
  ///
  /// - Throws: What makes it unreadable as a whole.
  package init(_ run: RunReader) throws(RunStoreError) {
    try checkEvents(run)
    try checkCalls(run)
    try checkParts(run)
    try checkInputs(run)
    try checkResults(run)
    checkPlugins(try run.manifest())
  }
}

// MARK: - The record

extension RunVerification {
  private mutating func checkEvents(_ run: RunReader) throws(RunStoreError) {
    let units = try run.units()
    var chain = HashChain.events
    var events = try run.events()[...]
    for unit in units {
      while let event = events.first, event.seq < unit.nextSeq {
        events.removeFirst()
        chain.append(Self.hashed(event))
        counts.events += 1
      }
      guard chain.digest != unit.traceHash else { continue }
      damage.append(
        "Events up to \(unit.nextSeq - 1), of step \(unit.step), are not those that were committed."
      )
      // One change alters all hashes behind it; the rest is checked on its own.
      chain = HashChain(resuming: unit.traceHash)
    }
    if !events.isEmpty {
      damage.append("Events from \(events[events.startIndex].seq) on belong to no unit.")
    }
    let noted = try run.notedTraceHash()
    if let noted, noted != (units.last?.traceHash ?? HashChain.events.digest).description {
      damage.append("The run's trace hash is not that of its last unit.")
    }
  }

  private static func hashed(_ event: StoredEvent) -> [UInt8] {
    // Only a failure's wording is outside of the hash.
    guard event.kind == .agentFailed else { return event.bytes }
    return (try? event.event().hashedBytes) ?? event.bytes
  }

  private mutating func checkCalls(_ run: RunReader) throws(RunStoreError) {
    var chain = HashChain.calls
    for entry in try run.calls() {
      counts.calls += 1
      do throws(RunStoreError) {
        let (record, link) = try run.linkedCall(entry.id)
        chain.append(PreparedCall(record).link)
        if chain.digest != link {
          damage.append("The call \(entry.path) is not as it was logged.")
          chain = HashChain(resuming: link)
        }
      } catch {
        guard error.code == .damaged else { throw error }
        damage.append("The call \(entry.path) cannot be read: \(error.reason).")
        if let link = try? run.link(entry.id) { chain = HashChain(resuming: link) }
      }
    }
  }

  private mutating func checkParts(_ run: RunReader) throws(RunStoreError) {
    let (count, wrong) = try run.wrongParts()
    counts.parts = count
    for id in wrong { damage.append("Part \(id) of the requests' bodies was changed.") }
  }
}

// MARK: - What is beside it

extension RunVerification {
  private mutating func checkInputs(_ run: RunReader) throws(RunStoreError) {
    let manifest = try run.manifest()
    var listed: [String: String] = [:]
    for input in manifest["inputs"]?.array ?? [] {
      if let path = input["path"]?.string { listed[path] = input["sha256"]?.string }
    }
    let folder = manifest["folder"]?.string ?? ""
    for input in try run.inputs() {
      if listed[input.path] != input.digest.description {
        damage.append("The run's copy of \(input.path) is not what was read.")
      }
      let path = input.path.hasPrefix("/") ? input.path : folder + "/" + input.path
      compare("The file \(path)", at: path, with: input.digest.description)
    }
  }

  private mutating func checkResults(_ run: RunReader) throws(RunStoreError) {
    for (file, digest) in try run.resultDigests() {
      let path = run.folder.results + "/" + file
      // A rehearsed table says so in its name.
      let parts = file.split(separator: "/").map(String.init)
      let rehearsed = (parts.dropLast() + ["REHEARSAL-" + (parts.last ?? "")]).joined(
        separator: "/")
      let other = run.folder.results + "/" + rehearsed
      compare("The table \(path)", at: RunFolder.exists(path) ? path : other, with: digest)
    }
  }

  private mutating func checkPlugins(_ manifest: JSON) {
    for plugin in manifest["plugins"]?.array ?? [] {
      guard let id = plugin["id"]?.string, let library = plugin["library"]?.string,
        let digest = plugin["sha256"]?.string
      else { continue }
      compare("The plugin \(id) (\(library))", at: library, with: digest)
    }
    if let version = manifest["version"]?.string, version != Version.current {
      changes.append("TinyTroupe was \(version), and is \(Version.current).")
    }
  }

  private mutating func compare(_ what: String, at path: String, with digest: String) {
    guard let data = FileBytes.read(path) else {
      changes.append("\(what) is no longer there.")
      return
    }
    if SHA256Digest(of: data).description != digest {
      changes.append("\(what) has changed since.")
    }
  }
}

// MARK: - Reading

/// A unit as verification needs it.
struct UnitRow {
  let step: Int
  let nextSeq: Int
  let traceHash: SHA256Digest
}

extension RunReader {
  fileprivate func units() throws(RunStoreError) -> [UnitRow] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT step, next_seq, trace_hash FROM units ORDER BY number").map
      {
        try UnitRow(
          step: $0.checked("step"), nextSeq: $0.checked("next_seq"),
          traceHash: Self.digest($0.checked("trace_hash")))
      }
    }
  }

  fileprivate func notedTraceHash() throws(RunStoreError) -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'trace_hash'") }
  }

  fileprivate func link(_ id: Int64) throws(RunStoreError) -> SHA256Digest {
    try read { db in
      let chain = try Data.fetchOne(
        db, sql: "SELECT chain FROM calls WHERE id = ?", arguments: [id])
      return try Self.digest(chain ?? Data())
    }
  }

  /// The parts of bodies whose bytes are not those of their hash.
  fileprivate func wrongParts() throws(RunStoreError) -> (count: Int, wrong: [Int64]) {
    try read { db in
      var count = 0
      var wrong: [Int64] = []
      let rows = try Row.fetchCursor(db, sql: "SELECT id, sha256, bytes FROM blobs ORDER BY id")
      while let row = try rows.next() {
        count += 1
        let bytes: Data = try row.checked("bytes")
        let digest = try Self.digest(row.checked("sha256"))
        if SHA256Digest(of: Array(bytes)) != digest { wrong.append(try row.checked("id")) }
      }
      return (count, wrong)
    }
  }

  fileprivate func resultDigests() throws(RunStoreError) -> [(file: String, digest: String)] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT file, sha256 FROM results ORDER BY rowid").map {
        (try $0.checked("file"), try Self.digest($0.checked("sha256")).description)
      }
    }
  }
}
