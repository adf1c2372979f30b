import TinyTroupeDigest
import TinyTroupeJSON

/// Compares a replay with the run that it repeats, unit by unit.
struct ReplayedRun: Sendable {
  let run: RunReader
  /// The hash of all events up to the end of each unit.
  let hashes: [SHA256Digest]
  /// True when the run came to no end of its own, so that its log ends in the midst of a unit.
  let isCut: Bool

  /// Reads what a replay is compared with; it waits for the disk.
  init(_ run: RunReader) throws(RunStoreError) {
    self.run = run
    hashes = try run.unitHashes()
    let status = try run.summary().status
    isCut = status == .running || status == .stopped
  }

  /// Goes on when the unit is the same.
  ///
  /// - Throws: The first event that differs; `endOfLog` after the last unit of a run that was cut.
  func compare(_ unit: CommittedUnit, _ made: UnitCommit) async throws(RunError) {
    guard unit.number <= hashes.count else {
      throw .differs(
        "The replay goes on after step \(made.step), where \(run.folder.name) ended. \(Self.hint(run))"
      )
    }
    if hashes[unit.number - 1] != unit.traceHash {
      throw .differs(await difference(made))
    }
    if isCut, unit.number == hashes.count { throw .endOfLog }
  }

  private func difference(_ made: UnitCommit) async -> String {
    let first = made.events.first?.event.seq ?? 0
    let logged = await offPool { [run] in
      (try? run.events(EventFilter(from: first, limit: made.events.count + 1))) ?? []
    }
    for (event, before) in zip(made.events.map(\.event), logged)
    where event.canonicalBytes != before.bytes {
      return "Event \(event.seq) of the replay differs from that of \(run.folder.name):\n"
        + "  then \(String(decoding: before.bytes, as: UTF8.self))\n"
        + "  now  \(String(decoding: event.canonicalBytes, as: UTF8.self))\n" + Self.hint(run)
    }
    return
      "The replay has other events in step \(made.step) than \(run.folder.name). \(Self.hint(run))"
  }

  private static func hint(_ run: RunReader) -> String {
    "`tinytroupe verify \(run.folder.name)` names what has changed since."
  }
}
