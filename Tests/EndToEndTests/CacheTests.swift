import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// Replies that are kept over runs.
@Suite("The shared cache")
struct CacheTests {
  private static func study(
    _ port: UInt16, _ cache: String = "cache.sqlite", people: [String] = ["anna", "bert"],
    more: String = ""
  ) -> String {
    """
    name: study
    llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 1, cache: \(cache), \(more)}
    agents: [\(people.map { "{persona: \($0).yaml}" }.joined(separator: ", "))]
    environment: {everyone_accessible: true}
    timeline:
      - broadcast: Good morning.
      - run: {steps: 3}
    extract:
      - {objective: mood, fields: {mood: string}, to: moods.csv}
    """
  }

  private static func server(_ faults: [Int: StubReply] = [:]) -> StubServer {
    StubServer(
      StubBehaviour(
        faults: faults,
        content: { request in
          let text = String(decoding: request.body, as: UTF8.self)
          return text.contains("mood")
            ? #"{"status":"answered","values":{"mood":"calm"},"evidence":[]}"# : ModelStudy.turn
        }))
  }

  @Test("The same study again is answered from the cache, with the same hash, for nothing")
  func again() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let first = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(first.status == 0, "\(first.error)")
    #expect(server.counters.requests == 8)
    let second = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(server.counters.requests == 8)
    #expect(try second.lines.last?["trace_hash"] == first.lines.last?["trace_hash"])
    #expect(try second.lines.last?["calls"] == 0)
    let quiet = try await stage.run("run", "study.yaml", "--format", "quiet")
    #expect(quiet.error.contains("Done: 3 steps, 0 calls and 8 from the cache, 0 tokens."))
    #expect(try await stage.run("verify", "latest").status == 0)
    let cost = try await stage.run("cost", "--no-estimate")
    #expect(cost.output.contains("8 more calls were answered from a log or a cache, for nothing."))
    // Another seed is another draw, and so is another model.
    for setting in ["seed=2", "llm.temperature=0.5"] {
      let before = server.counters.requests
      #expect(try await stage.run("run", "study.yaml", "--set", setting).status == 0)
      #expect(server.counters.requests == before + 8, "\(setting)")
    }
    server.stop()
  }

  @Test("Only what changes is asked again")
  func change() async throws {
    let server = Self.server()
    let port = try server.start()
    let stage = try Stage(["study.yaml": Self.study(port)])
    #expect(try await stage.run("run", "study.yaml").status == 0)
    try stage.write("bert.yaml", "type: person\npersona: {name: Bert, age: 51}\n")
    #expect(try await stage.run("run", "study.yaml").status == 0)
    server.stop()
    #expect(server.counters.requests == 8 + 4)
  }

  @Test("Failures and unusable replies are not kept")
  func failures() async throws {
    let server = Self.server([2: .serverError, 3: .refusal("no")])
    let stage = try Stage(["study.yaml": Self.study(try server.start(), people: ["anna"])])
    #expect(try await stage.run("run", "study.yaml").status == 69)
    #expect(try await stage.run("run", "study.yaml").status == 69)
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    server.stop()
    // One good turn, two that failed, then what is left: two turns and the table.
    #expect(server.counters.requests == 6)
  }

  @Test("Several processes may use a cache at a time")
  func processes() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let runs = try (0..<3).map { number in
      try Started(
        stage, ["run", "study.yaml", "--format", "jsonl", "--runs", "\(stage.path)/runs-\(number)"])
    }
    var hashes: Set<String> = []
    for run in runs {
      let ended = try await run.end()
      #expect(ended.status == 0 && !ended.error.contains("cache"), "\(ended.error)")
      hashes.insert(try #require(try ended.lines.last?["trace_hash"]?.string))
    }
    #expect(hashes.count == 1)
    let statistics = try await stage.run("cache", "stats", "cache.sqlite", "--json")
    #expect(try statistics.lines.first?["entries"] == 8)
    let before = server.counters.requests
    #expect(try await stage.run("run", "study.yaml").status == 0)
    server.stop()
    #expect(server.counters.requests == before)
  }

  @Test("A cache is private, told of, and pruned by size and age")
  func upkeep() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    #expect(try await stage.run("run", "study.yaml").status == 0)
    server.stop()
    let attributes = try FileManager.default.attributesOfItem(atPath: stage.path + "/cache.sqlite")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let table = try await stage.run("cache", "stats", "cache.sqlite")
    #expect(table.output.contains("stub-model-1  8        under 0.1"), "\(table.output)")
    #expect(table.output.contains("The oldest is of 20"))
    let young = try await stage.run("cache", "prune", "cache.sqlite", "--older-than", "1")
    #expect(young.output == "0 replies removed.\n")
    let all = try await stage.run("cache", "prune", "cache.sqlite", "--max-mb", "0")
    #expect(all.output == "8 replies removed.\n")
    let empty = try await stage.run("cache", "stats", "cache.sqlite")
    #expect(empty.output == "The cache is empty.\n")
    let nothing = try await stage.run("cache", "prune", "cache.sqlite")
    #expect(nothing.status == 64)
    #expect(
      nothing.error.contains("Say what may stay: --max-mb MEGABYTES, --older-than DAYS, or both."))
  }

  @Test(
    "What is no cache is refused before anything is sent",
    arguments: [
      ("notes.txt", "it is no SQLite database"), ("folder", "directory"),
      ("nowhere/cache.sqlite", "No such file or directory"),
    ])
  func foreign(file: String, reason: String) async throws {
    let stage = try Stage([
      "study.yaml": Self.study(9, file),
      "notes.txt": String(repeating: "Buy bread. ", count: 100), "folder/x": "",
    ])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 69)
    #expect(ended.error.hasPrefix("The cache STAGE/\(file) cannot be used: "), "\(ended.error)")
    #expect(
      ended.error.contains(reason) || ended.error.contains("Is a directory"), "\(ended.error)")
    let stats = try await stage.run("cache", "stats", "notes.txt")
    #expect(stats.status == 64)
    #expect(try String(contentsOfFile: stage.path + "/notes.txt", encoding: .utf8).hasPrefix("Buy"))
    #expect(
      try await stage.run("cache", "stats", "none.sqlite").error.contains("there is no such file"))
  }

  @Test("A run is no cache")
  func run() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start(), "runs/latest/run.sqlite")])
    #expect(try await stage.run("run", "study.yaml", "--set", "llm.cache=c.sqlite").status == 0)
    let ended = try await stage.run("run", "study.yaml")
    server.stop()
    #expect(ended.error.contains("it is the database of another program"), "\(ended.error)")
  }

  @Test("A cache that is damaged while it is used is told of once, and the run goes on")
  func damage() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    #expect(try await stage.run("run", "study.yaml").status == 0)
    let file = stage.path + "/cache.sqlite"
    var bytes = try Data(contentsOf: URL(filePath: file))
    try? FileManager.default.removeItem(atPath: file + "-wal")
    for index in 4096..<bytes.count { bytes[index] = 0x5A }
    try bytes.write(to: URL(filePath: file))
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    server.stop()
    #expect(ended.status == 0, "\(ended.error)")
    #expect(ended.error.components(separatedBy: "The run goes on without it.").count == 2)
    #expect(server.counters.requests == 16)
  }
}
