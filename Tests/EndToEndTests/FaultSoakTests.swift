import Foundation
import StubServer
import Synchronization
import Testing
import TinyTroupeJSON

/// Many calls to a server of which almost every third answer is none.
@Suite("A server that fails in every way")
struct FaultSoakTests {
  /// What goes wrong, and how often of a hundred times.
  private static let faults: [(name: String, share: Int, reply: StubReply)] = [
    ("429", 5, .rateLimited(retryAfterSeconds: 0)), ("500", 5, .serverError),
    ("dropped", 5, .dropped), ("garbage", 5, .garbage), ("truncated", 5, .truncatedHTTP),
    ("hanging", 5, .hanging),
  ]

  /// How many calls; `make soak` asks for more.
  private static let calls =
    Int(ProcessInfo.processInfo.environment["SOAK_CALLS"] ?? "") ?? 300
  private static let people = min(100, calls / 2)

  /// Counts what the server answered.
  private final class Board: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func count(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
  }

  /// The fault of a request: from a hash of its number (Steele, Lea and Flood's SplitMix64), so that a soak can
  /// be repeated.
  private static func fault(of request: Int) -> (name: String, reply: StubReply)? {
    var bits = UInt64(request) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    var lot = Int((bits ^ (bits >> 31)) % 100)
    for (name, share, reply) in faults {
      if lot < share { return (name, reply) }
      lot -= share
    }
    return nil
  }

  private static func server(_ board: Board) -> StubServer {
    StubServer(
      StubBehaviour(
        latency: .milliseconds(2),
        content: { _ in
          board.count("good")
          return ModelStudy.turn
        }
      ) { request in
        guard let (name, reply) = fault(of: request.number) else { return nil }
        board.count(name)
        return reply
      })
  }

  private static func study(_ port: UInt16) -> String {
    let agents = (1...people).map { "{persona: {name: P\($0), age: 30}}" }
    return """
      name: soak
      llm:
        use: openai
        model: m
        base_url: "http://127.0.0.1:\(port)/v1"
        timeout: 0.5
        attempts: 20
        retries: 5
        deadline: 10m
      agents: [\(agents.joined(separator: ", "))]
      environment: {everyone_accessible: false}
      timeline: [{broadcast: Good morning.}, {run: \(calls / people)}]
      """
  }

  @Test("loses no call, counts none twice, and lets everybody finish", .timeLimit(.minutes(20)))
  func soak() async throws {
    let board = Board()
    let server = Self.server(board)
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let started = try Started(stage, ["run", "study.yaml", "--format", "jsonl"])
    let sizes = Task { await Self.sizes(of: started) }
    let begin = ContinuousClock.now
    let ended = try await started.end()
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    sizes.cancel()
    server.stop()
    #expect(ended.status == 0, "\(ended.error)")

    let acted = try ended.lines.filter {
      $0["event"] == "action" && $0["action"]?["type"] == "DONE"
    }
    #expect(acted.count == Self.calls, "everybody has acted in every step")
    #expect(!(try ended.lines.contains { $0["event"] == "agent-failed" }))
    let costs = try await stage.run("cost", "--no-estimate", "--format", "json")
    let cost = try #require(try costs.lines.first)
    let shares = (cost["by_person"]?.array ?? []).map { $0["calls"]?.integer }
    #expect(shares == Array(repeating: Self.calls / Self.people, count: Self.people))
    #expect(cost["total"]?["failed"] == 0)
    #expect(board["good"] == Self.calls, "each good answer is used, and no other is asked for")
    let attempts = cost["total"]?["sent"]?.integer ?? 0
    #expect(attempts == server.counters.requests, "each sending is counted, once")
    for (name, _, _) in Self.faults { #expect(board[name] > 0, "\(name)") }

    let memory = await sizes.value
    let (middle, end) = (memory.isEmpty ? 0 : memory[memory.count / 2], memory.last ?? 0)
    #expect(Double(end) < 1.3 * Double(middle) + 20_000, "\(memory)")
    tell(board, attempts: attempts, seconds: seconds, memory: (middle, end))
  }

  private func tell(
    _ board: Board, attempts: Int, seconds: Double, memory: (middle: Int, end: Int)
  ) {
    let faults = Self.faults.map { "\($0.name) \(board[$0.name])" }.joined(separator: ", ")
    print(
      """
      calls answered     \(Self.calls), all of them, in \(Int(seconds.rounded())) s
      times sent         \(attempts)
      good answers       \(board["good"])
      faults             \(faults)
      memory             \(memory.middle / 1024) MB halfway, \(memory.end / 1024) MB at the end
      """)
  }

  /// How many KB the program had in memory, ten times a second until it ended.
  private static func sizes(of started: Started) async -> [Int] {
    var sizes: [Int] = []
    while !Task.isCancelled {
      if let size = started.memory { sizes.append(size) }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return sizes
  }
}
