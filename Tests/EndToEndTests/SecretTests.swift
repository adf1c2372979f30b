import Foundation
import Glibc
import StubServer
import Testing
import TinyTroupeJSON

/// A key that is planted wherever one can come from, and looked for in all that a run leaves behind.
@Suite("Keys")
struct SecretTests {
  private static let key = "plant-4f2a9c17e6d8b350"

  /// A server that tells back the key that it was sent, as far as a server can.
  private static func server(_ faults: [Int: StubReply] = [:]) -> StubServer {
    StubServer(
      StubBehaviour(
        faults: faults,
        content: { request in
          let header = request.header("authorization") ?? "nothing"
          let text = String(decoding: request.body, as: UTF8.self)
          return text.contains("mood")
            ? #"{"status":"answered","values":{"mood":"\#(header)"},"evidence":[]}"#
            : #"{"actions":[{"type":"TALK","target":"","content":"You sent me \#(header)."},"#
              + #"{"type":"DONE","target":"","content":""}],"#
              + #""state":{"goals":"","attention":"\#(header)","emotions":""}}"#
        }))
  }

  private static func study(_ port: UInt16, _ keys: String = "", base: String = "") -> String {
    """
    name: study
    llm: {use: openai, model: m, base_url: "http://\(base)127.0.0.1:\(port)/v1", attempts: 1, \(keys)}
    agents: [{persona: anna.yaml}]
    timeline: [{broadcast: Good morning.}, {run: 2}]
    extract: [{objective: mood, fields: {mood: string}, to: moods.csv}]
    """
  }

  /// Files below the stage's runs, and what the program printed, that have the key in them.
  private func leaks(_ stage: Stage, _ ended: Ended...) throws -> [String] {
    var leaks: [String] = []
    for (number, ended) in ended.enumerated() {
      if ended.output.contains(Self.key) { leaks.append("output \(number)") }
      if ended.error.contains(Self.key) { leaks.append("error \(number)") }
    }
    let key = Data(Self.key.utf8)
    let runs = stage.path + "/runs"
    for case let name as String in FileManager.default.enumerator(atPath: runs) ?? .init() {
      let data = FileManager.default.contents(atPath: runs + "/" + name) ?? Data()
      if data.range(of: key) != nil { leaks.append(name) }
    }
    return leaks
  }

  @Test(
    "are in nothing that a run leaves, whatever the server says back",
    arguments: ["environment", "file"])
  func echoed(source: String) async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    var environment = ["TINYTROUPE_LOG": "debug"]
    if source == "file" {
      try stage.write("home/.config/tinytroupe/secrets.yaml", "openai: \(Self.key)\n")
      chmod(stage.path + "/home/.config/tinytroupe/secrets.yaml", 0o600)
    } else {
      environment["OPENAI_API_KEY"] = Self.key
    }
    let ended = try await stage.run("run", "study.yaml", environment: environment)
    #expect(ended.status == 0, "\(ended.error)")
    #expect(ended.output.contains("You sent me Bearer [key]."), "the server was sent the key")
    let shown = try await stage.run("show", "latest", "--manifest")
    let call = try await stage.run(
      "calls", "latest", "--path", "1/Anna/agent.act/tt.llm.complete:#0")
    #expect(call.status == 0, "\(call.error)")
    let verified = try await stage.run("verify", "latest")
    server.stop()
    #expect(try leaks(stage, ended, shown, call, verified) == [])
  }

  @Test("are in no error that a server words")
  func failures() async throws {
    for reply in [
      StubReply.error(401, type: "e", code: "c", message: "The key \(Self.key) is wrong."),
      .error(500, type: "e", code: Self.key, message: Self.key),
      .bytes(Array("<html>\(Self.key)</html>".utf8), type: "text/html"),
      .json(#"{"id":"\#(Self.key)","choices":"\#(Self.key)"}"#),
      .refusal("Your key is \(Self.key)."),
    ] {
      let server = Self.server([2: reply])
      let stage = try Stage(["study.yaml": Self.study(try server.start())])
      let ended = try await stage.run(
        "run", "study.yaml", environment: ["OPENAI_API_KEY": Self.key, "TINYTROUPE_LOG": "debug"])
      server.stop()
      #expect(ended.status != 0)
      #expect(try leaks(stage, ended) == [])
    }
  }

  @Test("stand in no study, whichever way they come into it")
  func studies() async throws {
    let stage = try Stage([
      "variable.yaml": Self.study(9, "headers: {X-Trace: \"${env:OPENAI_API_KEY}\"}"),
      "other.yaml": Self.study(9, "headers: {X-Trace: \"a ${env:HARMLESS} b\"}"),
      "literal.yaml": Self.study(9, "headers: {X-Trace: sk-proj-0123456789abcdef0123}"),
      "url.yaml": Self.study(9, base: "user:\(Self.key)@"), "plain.yaml": Self.study(9),
      "credential.yaml": Self.study(9, "api_key: \(Self.key)"),
    ])
    let environment = ["OPENAI_API_KEY": Self.key, "HARMLESS": Self.key]
    for (file, settings) in [
      ("variable.yaml", []), ("other.yaml", []), ("literal.yaml", []), ("url.yaml", []),
      ("credential.yaml", []), ("plain.yaml", ["--set", "llm.api_key=\(Self.key)"]),
      ("plain.yaml", ["--set", "llm.headers={X-Trace: \(Self.key)}"]),
      ("plain.yaml", ["--set", "agents.0.persona={name: Anna, note: \(Self.key)}"]),
    ] as [(String, [String])] {
      await Task.yield()
      let started = try Started(stage, ["run", file] + settings, environment: environment)
      let ended = try await started.end()
      #expect(ended.status == 65, "\(file) \(settings): \(ended.error)")
      #expect(ended.error.contains("sk-proj") == false)
      #expect(try leaks(stage, ended) == [], "\(file) \(settings)")
      #expect(stage.files(of: "").isEmpty, "nothing was run")
    }
  }

  @Test("are not in what a program leaves that is killed, nor in how it was called")
  func crash() async throws {
    let server = Self.server([2: .hanging])
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let started = try Started(
      stage, ["run", "study.yaml"], environment: ["OPENAI_API_KEY": Self.key])
    await server.counters { $0.requests >= 2 }
    #expect(!started.arguments.contains(Self.key))
    started.kill()
    let ended = try await started.end()
    server.stop()
    #expect(ended.status == -1)
    #expect(try leaks(stage, ended) == [])
  }

  @Test("and all else of a run are the user's alone")
  func permissions() async throws {
    let stage = try Stage([
      "study.yaml": """
      agents: [{persona: anna.yaml}]
      timeline: [{run: 1}]
      extract: [{objective: mood, fields: {mood: string}, to: moods.csv}]
      """
    ])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    let run = URL(filePath: stage.path + "/runs/latest").resolvingSymlinksInPath().path
    func mode(_ name: String) throws -> Int? {
      let path = name.isEmpty ? run : "\(run)/\(name)"
      return try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode("") == 0o700)
    for file in stage.files() {
      let permissions = try #require(try mode(file))
      #expect(permissions & 0o077 == 0, "\(file)")
    }
  }
}
