import Foundation
import GRDB
import Synchronization
import TinyTroupeJSON

@testable import TinyTroupe

/// A folder for one test, removed after it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "run-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  var runs: String { path + "/runs" }

  /// A new run, begun on 2026-01-05 at 09:00.
  func store(_ name: String = "study") async throws -> RunStore {
    try await RunStore.create(
      in: runs, name: name, startedAt: 1_767_603_600, manifest: ["seed": 7])
  }

  /// Changes a run's database behind the store's back.
  func tamper(_ folder: RunFolder, _ sql: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    try DatabaseQueue(path: folder.database, configuration: configuration).write {
      try $0.execute(sql: sql)
    }
  }
}

/// What tests log.
enum Sample {
  static func call(
    _ path: String, body: [UInt8] = [], reply: [UInt8] = Array("{}".utf8), agent: String = "Lisa",
    purpose: String = "act", wallNS: Int64 = 10
  ) -> CallRecord {
    CallRecord(
      path: path, op: "tt.llm.complete", purpose: purpose, agent: agent, step: 1,
      request: CallRequest(envelope: Array(#"{"purpose":"act"}"#.utf8), body: body),
      outcome: .reply(json: reply), model: "m-1",
      usage: TokenUsage(input: 100, cached: 40, output: 20, reasoning: 5), attempts: 2,
      startedNS: wallNS, finishedNS: wallNS + 5)
  }

  /// Messages of a conversation, each with some text, as a JSON array.
  static func messages(_ count: Int, size: Int = 400) -> [UInt8] {
    let text = String(repeating: "x, [y] {z} \\ \"w\" ", count: size / 18)
    return JSON.array((0..<count).map { ["role": "user", "content": .string("\($0) \(text)")] })
      .bytes
  }

  static func event(_ seq: Int, _ kind: EventKind = .action, agent: String? = "Lisa") -> Event {
    Event(
      kind: kind, step: 1, seq: seq, timeNS: 1_767_603_600_000_000_000, agent: agent,
      payload: ["action": ["type": "TALK", "content": "Hola", "target": "Oscar"]])
  }

  /// A unit with a bit of everything.
  static func unit(from seq: Int, count: Int = 3, wallNS: Int64 = 77) -> UnitCommit {
    var unit = UnitCommit(.step, step: 1, committedNS: wallNS)
    if seq == 0 {
      unit.joined = [
        JoinedAgent(number: 0, name: "Lisa", seq: 0), JoinedAgent(number: 1, name: "Oscar", seq: 0),
      ]
    }
    unit.events = (seq..<(seq + count)).map {
      LoggedEvent(event($0), witnesses: WitnessSet([0]))
    }
    unit.perceptions = [Perception(by: .everyone, before: seq)]
    unit.writes = [
      StoreWrite(space, key: Array("n".utf8), value: Array("\(seq)".utf8)),
      StoreWrite(shared, key: Array("n".utf8), value: Array("\(seq)".utf8)),
    ]
    unit.states = [InstanceState(instance: "agent/Lisa", version: 1, json: Array("{}".utf8))]
    unit.snapshot = Snapshot(checkpoint: "rated", json: Array("{}".utf8))
    unit.results = [
      ResultFile(
        file: "a.csv", rows: 2, digest: HashChain.events.digest, codebook: Array("{}".utf8))
    ]
    return unit
  }

  static let space = StoreSpace(scope: .agent(0), namespace: "memory")
  static let shared = StoreSpace(scope: .shared, namespace: "memory")
}

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }

  @discardableResult
  func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
    mutex.withLock { value in body(&value) }
  }
}
