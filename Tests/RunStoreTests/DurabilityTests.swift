import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite struct DurabilityTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Appends calls from several tasks; at the 400th acknowledgement the process kills itself, with
  /// others under way.
  private static func appendUntilKilled(_ runs: String) async throws {
    let store = try await RunStore.create(
      in: runs, name: "killed", startedAt: 0, manifest: ["seed": 7])
    let notes = open(runs + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let count = Shared(0)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0... {
            let path = "\(task)/\(number)"
            await withCheckedContinuation { continuation in
              store.append(Sample.call(path, body: Sample.messages(number % 8))) { _ in
                // On the writer's thread, so that nothing can become durable after the word.
                let line = Array((path + "\n").utf8)
                _ = line.withUnsafeBytes { write(notes, $0.baseAddress, $0.count) }
                if count.change({
                  $0 += 1; return $0
                }) == 400 {
                  kill(getpid(), SIGKILL)
                }
                continuation.resume()
              }
            }
          }
        }
      }
    }
  }

  @Test func aKilledProcessLosesNoAcknowledgedCall() async throws {
    let runs = scratch.runs
    await #expect(processExitsWith: .signal(SIGKILL)) { [runs = runs as String] in
      try await Self.appendUntilKilled(runs)
    }
    let text = try String(contentsOfFile: runs + "/acknowledged", encoding: .utf8)
    let acknowledged = Set(text.split(separator: "\n").map(String.init))
    #expect(acknowledged.count >= 400)
    let reader = try RunReader.open(RunFolder.find("latest", in: runs))
    let logged = Set(try reader.calls().map(\.path))
    #expect(acknowledged.isSubset(of: logged))
    for path in acknowledged { #expect(try reader.call(at: path) != nil) }
    let summary = try reader.summary()
    #expect(summary.statusText == "interrupted" && !summary.isLive)
  }

  /// Appends until the system refuses to let a file grow, then goes on with a higher limit.
  private static func appendPastALimit(_ runs: String) async throws {
    signal(SIGXFSZ, SIG_IGN)
    let store = try await RunStore.create(
      in: runs, name: "limited", startedAt: 0, manifest: ["seed": 7])
    let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    var limit = rlimit(rlim_cur: 300_000, rlim_max: rlim_t.max)
    #expect(setrlimit(fileSize, &limit) == 0)
    var written: [String] = []
    let error = await #expect(throws: RunStoreError.self) {
      for number in 0..<1000 {
        try await store.append(Sample.call("\(number)", reply: Sample.messages(10)))
        written.append("\(number)")
      }
    }
    #expect(error?.code == .inaccessible)
    limit.rlim_cur = rlim_t.max
    #expect(setrlimit(fileSize, &limit) == 0)
    try await store.append(Sample.call("again"))
    let logged = try RunReader.open(store.folder).calls().map(\.path)
    #expect(!written.isEmpty && logged == written + ["again"])
    await store.close()
  }

  @Test func aWriteThatTheSystemRefusesIsToldAndTheRunGoesOnOnceThereIsSpace() async throws {
    let runs = scratch.runs
    await #expect(processExitsWith: .success) { [runs = runs as String] in
      try await Self.appendPastALimit(runs)
    }
  }

  @Test func aCopyOfTheFilesTakenInMidRunHoldsAllThatWasAcknowledgedBefore() async throws {
    let store = try await scratch.store()
    let copy = RunFolder(path: scratch.path + "/copy")
    try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: false)
    let acknowledged = Shared<Set<String>>([])
    let known = try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          try await store.append(Sample.call("\(number)"))
          acknowledged.change { _ = $0.insert("\(number)") }
        }
      }
      for _ in 0..<100 { try await group.next() }
      let known = acknowledged.value
      for file in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: store.folder.database + file, toPath: copy.database + file)
      }
      try await group.waitForAll()
      return known
    }
    let logged = Set(try RunReader.open(copy).calls().map(\.path))
    #expect(known.count >= 100 && known.isSubset(of: logged))
    await store.close()
  }

  @Test func whatWasWrittenIsSyncedAndAFailureOfTheDiskIsTold() async throws {
    let (synced, signal) = AsyncStream.makeStream(of: Int.self)
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let count = Shared(0)
    let guardian = PowerLossGuard(
      period: .milliseconds(2),
      sync: {
        let number = count.change {
          $0 += 1; return $0
        }
        signal.yield(number)
        return number == 2 ? EIO : 0
      }, end: { end.finish() })
    var syncs = synced.makeAsyncIterator()
    guardian.wrote()
    #expect(await syncs.next() == 1)
    guardian.wrote()
    #expect(await syncs.next() == 2)
    guardian.stop()
    for await _ in ended {}
    #expect(guardian.failure == EIO)
  }

  @Test func oneProcessAtATimeWritesARun() async throws {
    let store = try await scratch.store()
    let folder = store.folder
    #expect(RunLock.isHeld(folder))
    let error = #expect(throws: RunStoreError.self) { _ = try RunLock(folder) }
    #expect(
      error?.description
        == "\(folder.path) is being written by another process. Wait until it has ended.")
    await store.close()
    #expect(!RunLock.isHeld(folder))
  }
}
