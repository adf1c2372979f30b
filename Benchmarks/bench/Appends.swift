import Foundation
import TinyTroupe
import TinyTroupeJSON

/// What it takes to make a call's outcome durable, with 64 calls in flight.
enum Appends {
  private static let inFlight = 64
  private static let each = 100

  static func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tinytroupe-bench").path
    let store = try await RunStore.create(
      in: folder, name: "append", startedAt: 0, manifest: [:])
    let (wall, cpu) = try await Measurement.time {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<inFlight {
          group.addTask {
            for number in 0..<each { try await store.append(record(task, number)) }
          }
        }
        try await group.waitForAll()
      }
    }
    await store.close()
    let calls = Double(inFlight * each)
    Measurement.print(
      "append",
      [
        "us": Measurement.rounded(wall / calls * 1e6), "target_us": 100,
        "cpu_us": Measurement.rounded(cpu / calls * 1e6), "in_flight": .integer(Int64(inFlight)),
      ])
  }

  /// A call of some 10 KB, of which only the last message is new.
  private static func record(_ task: Int, _ number: Int) -> CallRecord {
    let rules = String(repeating: "All that is the same in every prompt of a person. ", count: 180)
    let body: JSON = [
      ["role": "system", "content": .string(rules)],
      ["role": "user", "content": .string("Turn \(number) of task \(task): what do you do now?")],
    ]
    return CallRecord(
      path: "\(number + 1)/P\(task)/agent.act/tt.llm.complete:act#0", op: "llm.complete",
      purpose: "act", agent: "P\(task)", step: number + 1,
      request: CallRequest(
        envelope: Array(#"{"purpose":"act","max_output_tokens":2000}"#.utf8), body: body.bytes),
      outcome: .reply(json: Array(#"{"content":"Good morning.","finish":"stop"}"#.utf8)),
      startedNS: 0, finishedNS: 0)
  }
}
