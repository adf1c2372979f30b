import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// Runs that are killed at random moments, again and again, until they have come to their end.
@Suite("Kills at random moments")
struct KillSoakTests {
  private static let people = 6

  /// How many kills; `make soak` asks for more.
  private static let kills = Int(ProcessInfo.processInfo.environment["SOAK_KILLS"] ?? "") ?? 20

  private func study(_ port: UInt16) -> String {
    let agents = (1...Self.people).map { "{persona: {name: P\($0), age: 30}}" }
    return """
      name: soak
      llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 1}
      agents: [\(agents.joined(separator: ", "))]
      environment: {everyone_accessible: true}
      timeline: [{broadcast: Good morning.}, {run: 3}, {checkpoint: c}, {broadcast: And now?}, {run: 3}]
      extract: [{objective: mood, fields: {mood: string}, to: moods.csv}]
      report: [{title: A morning, questions: [How was it?], of: moods.csv}]
      export: [{use: jsonl}]
      """
  }

  private func server() -> StubServer {
    StubServer(
      StubBehaviour(
        latency: .milliseconds(10),
        content: { request in
          String(decoding: request.body, as: UTF8.self).contains("mood")
            ? #"{"status":"answered","values":{"mood":"calm"},"evidence":[]}"# : ModelStudy.turn
        }))
  }

  @Test("end with the hash of an undisturbed run, and what was paid for is not paid again")
  func soak() async throws {
    let server = server()
    let stage = try Stage(["study.yaml": study(try server.start())])
    let calm = try await stage.run("run", "study.yaml", "--format", "jsonl")
    let hash = try #require(try calm.lines.last?["trace_hash"]?.string)
    let whole = server.counters.requests
    var generator = SystemRandomNumberGenerator()
    var kills = 0
    var resumed = 0
    for _ in 0..<(10 * Self.kills) where kills < Self.kills {
      let sent = server.counters.requests
      let before = try await newest(stage)?.name
      var killsOfRun = 0
      var arguments = ["run", "study.yaml", "--format", "jsonl"]
      for _ in 0..<50 {
        let started = try Started(stage, arguments)
        // A number of requests and not a time, so that a busy machine sees as many kills.
        let request = server.counters.requests + Int.random(in: 0...whole, using: &generator)
        let pause = Int.random(in: 0...15, using: &generator)
        let killer = Task {
          await server.counters { $0.requests >= request }
          try await Task.sleep(for: .milliseconds(pause))
          started.kill()
        }
        let ended = try await started.end()
        killer.cancel()
        if ended.status != 0 { killsOfRun += 1 }
        #expect(ended.status == 0 || ended.status == -1, "\(ended.error)")
        guard let run = try await newest(stage), run.name != before else { continue }
        if run.status == "finished" {
          #expect(hash.hasPrefix(run.hash), "after \(killsOfRun) kills")
          break
        }
        #expect(run.status == "interrupted")
        arguments = ["run", "--resume", "latest", "--format", "jsonl"]
        resumed += 1
      }
      let again = server.counters.requests - sent - whole
      #expect(again <= killsOfRun * Self.people, "\(again) calls sent again, \(killsOfRun) kills")
      kills += killsOfRun
    }
    server.stop()
    #expect(kills >= Self.kills)
    print("kills: \(kills), of which \(resumed) were followed by a resume; every hash was the same")
  }

  /// What is known of the newest run: its status and its hash's beginning; nil when there is none.
  private func newest(_ stage: Stage) async throws -> (
    name: String, status: Substring, hash: Substring
  )? {
    let latest = stage.path + "/runs/latest"
    guard let name = try? FileManager.default.destinationOfSymbolicLink(atPath: latest) else {
      return nil
    }
    let rows = try await stage.run("runs").output.split(separator: "\n")
    guard let row = rows.first(where: { $0.hasPrefix(name + " ") }) else { return nil }
    let cells = row.split(separator: " ", omittingEmptySubsequences: true)
    return (name, cells[1], cells[cells.count - 1])
  }
}
