import TinyTroupeJSON
import TinyTroupeKernel

/// Where a run begins, and where answers to its calls may be found.
public enum RunOrigin: Sendable {
  /// With nothing.
  case new
  /// After the last unit of a run that ended early, in the same folder.
  case resumed(folder: String)
  /// With nothing, but every call is answered from the log of this run.
  case replayed(folder: String)
  /// After a unit of another run: a step's number or a checkpoint's name.
  case forked(folder: String, point: String)
}

/// A run's store, opened, and what the log of an earlier one contributes.
struct RunHistory: Sendable {
  let store: RunStore
  var recorded: RecordedCalls?
  var replayed: ReplayedRun?
  /// What the run has used already.
  var used = CallTotals.none
  /// The same as budgets count it.
  var spending = PastSpending()
}

/// Opens the store of a run as its origin asks.
struct HistoryOpener: Sendable {
  let runsFolder: String
  let plan: SimulationPlan
  let manifest: JSONObject
  let inputs: [RunInput]

  func open(_ origin: RunOrigin) async throws(RunStoreError) -> RunHistory {
    switch origin {
    case .new: RunHistory(store: try await create(manifest))
    case .resumed(let folder): try await resume(RunFolder(path: folder))
    case .replayed(let folder): try await replay(RunFolder(path: folder))
    case .forked(let folder, let point): try await fork(RunFolder(path: folder), at: point)
    }
  }

  private func create(_ manifest: JSONObject) async throws(RunStoreError) -> RunStore {
    try await RunStore.create(
      in: runsFolder, name: plan.name, startedAt: wallClock() / 1_000_000_000,
      manifest: .object(manifest), inputs: inputs)
  }

  private func resume(_ folder: RunFolder) async throws(RunStoreError) -> RunHistory {
    let reader = try await offPool { () throws(RunStoreError) in
      let reader = try RunReader.open(folder)
      if try reader.summary().status == .finished {
        throw RunStoreError(.hasEnded, folder.name)
      }
      try checkPeople(reader, whoGoOn: "--resume goes on with")
      try checkBackend(reader)
      return reader
    }
    let session: JSON = [
      "plugins": manifest["plugins"] ?? [], "settings": manifest["settings"] ?? [],
    ]
    let store = try await RunStore.resume(folder, at: wallClock(), session: session)
    return try await offPool { () throws(RunStoreError) in
      let recorded = try RecordedCalls(reader, after: store.origin?.unit ?? 0, for: .resume)
      return RunHistory(
        store: store, recorded: recorded, used: try reader.paidTotals(),
        spending: try reader.spending())
    }
  }

  private func replay(_ folder: RunFolder) async throws(RunStoreError) -> RunHistory {
    var manifest = manifest
    manifest["replay_of"] = .string(folder.name)
    let (recorded, replayed) = try await offPool { () throws(RunStoreError) in
      let reader = try RunReader.open(folder)
      return (
        try RecordedCalls(reader, after: 0, for: .replay), try ReplayedRun(reader)
      )
    }
    return RunHistory(store: try await create(manifest), recorded: recorded, replayed: replayed)
  }

  private func fork(_ folder: RunFolder, at point: String) async throws(RunStoreError) -> RunHistory
  {
    let (recorded, fork) = try await offPool { () throws(RunStoreError) in
      let reader = try RunReader.open(folder)
      try checkPeople(reader, whoGoOn: "A fork has")
      let fork = try reader.forkPoint(point)
      return (try RecordedCalls(reader, after: fork.unit, for: .fork), fork)
    }
    var manifest = manifest
    manifest["parent"] = [
      "run": .string(folder.name), "unit": .integer(Int64(fork.unit)),
      "step": .integer(Int64(fork.step)),
      "checkpoint": fork.checkpoint.map { .string($0) } ?? .null,
      "trace_hash": .string(fork.traceHash),
    ]
    let store = try await RunStore.fork(
      folder, through: fork.unit, in: runsFolder, name: plan.name,
      startedAt: wallClock() / 1_000_000_000, manifest: .object(manifest), inputs: inputs)
    return RunHistory(store: store, recorded: recorded)
  }

  /// With `use: auto` the environment decides who answers; within a run that stays.
  private func checkBackend(_ reader: RunReader) throws(RunStoreError) {
    let (before, now) = (try reader.manifest()["backend"]?.string, manifest["backend"]?.string)
    guard let before, let now, before != now else { return }
    throw RunStoreError(
      .otherBackend, reader.folder.name, "'\(before)', and now '\(now)' would answer")
  }

  /// People are known by their numbers, so a past belongs to the same people in the same order.
  private func checkPeople(_ reader: RunReader, whoGoOn: String) throws(RunStoreError) {
    let before = try reader.agents().map(\.name)
    let now = plan.agents.map(\.name)
    guard !before.isEmpty, !plan.couldHave(before) else { return }
    throw RunStoreError(
      .otherPeople, reader.folder.name,
      "\(whoGoOn) the people of the run, which are \(before.joined(separator: ", ")); "
        + "the study now has \(now.joined(separator: ", "))")
  }
}
