import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Tools in a run")
struct ToolTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private func run(
    _ names: [String] = ["Ana"], _ actions: (type: String, target: String, content: String)...,
    steps: Int = 1, tools: [ComponentPlan] = [Troupe.puppet]
  ) async throws -> Record {
    let script: JSON = ["when": [:], "json": Troupe.says(actions)]
    return try await troupe.run(
      troupe.plan(names, [script], timeline: [.run(steps: steps)], tools: tools))
  }

  private func told(_ record: Record) -> [String] {
    record.events(.toolPerformed).compactMap { $0.payload["text"]?.string }
  }

  @Test("a mistake in the input is perceived by the person, and the run goes on")
  func mistakes() async throws {
    for (content, told) in [
      ("what?", "COUNT needs its content as JSON: "), ("{}", "COUNT cannot be done like this: "),
      (#"{"by":"x"}"#, "COUNT cannot be done like this: "),
    ] {
      let record = try await run(["Ana"], ("COUNT", "", content))
      #expect(record.outcome.failure == nil)
      let event = try #require(record.events(.toolPerformed).first)
      #expect(event.payload["text"]?.string?.hasPrefix(told) == true)
      #expect(event.payload["failed"] == true)
    }
  }

  @Test("a tool that fails is perceived, not fatal")
  func failures() async throws {
    let record = try await run(["Ana"], ("BREAK", "", ""))
    #expect(record.outcome.failure == nil)
    #expect(told(record).first == "BREAK did not work: it is broken")
  }

  @Test("what would act on the world outside is refused")
  func external() async throws {
    let record = try await run(["Ana"], ("LAUNCH", "", "now"))
    #expect(
      told(record).first
        == "LAUNCH would act on the world outside, which this study does not allow.")
  }

  @Test("C50: a tool's state is the person's own and lasts from step to step")
  func state() async throws {
    let troupe = troupe
    let script = [
      Troupe.line(nil, contains: "counted once"), Troupe.line(nil, ("COUNT", "", #"{"by":1}"#)),
    ]
    let record = try await troupe.run(
      troupe.plan(["Ana", "Ben"], script, tools: [Troupe.puppet]))
    #expect(told(record) == ["counted once", "counted once"])
    let values = try RunReader.open(RunFolder(path: record.outcome.folder)).restoreValues()
    for agent in 0...1 {
      let space = StoreSpace(scope: .agent(agent), namespace: "engine/tool-state")
      let state = values.get(space, Array("org.example.puppet/puppet".utf8))
      #expect(state == Array(#"{"n":1}"#.utf8))
    }
  }

  @Test("two people who write one shared key conflict: the later one's value stays")
  func conflict() async throws {
    let record = try await run(["Ana", "Ben", "Cleo"], ("SHARE", "", ""))
    let conflicts = record.events(.storeConflict).map(\.payload)
    #expect(
      conflicts
        == [
          ["key": "board", "component": "puppet", "lost": "Ana", "kept": "Cleo"],
          ["key": "board", "component": "puppet", "lost": "Ben", "kept": "Cleo"],
        ].map { (entry: JSONObject) in
          var entry = entry
          entry["component"] = "org.example.puppet/puppet"
          return entry
        })
  }

  @Test("files of tools lie below results, under safe names of their own")
  func artifacts() async throws {
    let script = [
      Troupe.line(nil, contains: "published"), Troupe.line(nil, ("PUBLISH", "", "")),
    ]
    let record = try await troupe.run(
      troupe.plan(["Ana", "Ben"], script, tools: [Troupe.puppet]))
    #expect(record.outcome.failure == nil)
    let names = record.events(.toolPerformed).map { $0.payload["artifacts"] }
    #expect(
      names == [
        ["unnamed/unnamed/news.md", "unnamed (2)", "news.md/deep"],
        ["unnamed/unnamed/news (2).md", "unnamed (3)", "news.md/deep (2)"],
      ])
    #expect(
      record.files == [
        "news.md/deep", "news.md/deep (2)", "unnamed (2)", "unnamed (3)",
        "unnamed/unnamed/news (2).md", "unnamed/unnamed/news.md",
      ])
    #expect(record.file("unnamed (2)") == "nameless")
  }

  @Test("two people who write a document of one title keep both")
  func documents() async throws {
    let processor = ComponentPlan(
      kind: "tool", plugin: "org.tinytroupe.word-processor", name: "word-processor",
      config: ["formats": ["md"]])
    func writes(_ name: String) -> JSON {
      Troupe.line(
        name, ("WRITE_DOCUMENT", "", #"{"title":"Plan","content":"By \#(name)."}"#))
    }
    let record = try await troupe.run(
      troupe.plan(
        ["Ana", "Ben"], [Troupe.line(nil, contains: "was written"), writes("Ana"), writes("Ben")],
        tools: [processor]))
    #expect(record.files == ["documents/Plan (2).md", "documents/Plan.md"])
    #expect(record.file("documents/Plan.md") == "By Ana.")
    #expect(record.file("documents/Plan (2).md") == "By Ben.")
  }

  @Test("C50: two tools for one action are refused by name")
  func twins() async throws {
    let error = await #expect(throws: RunError.self) {
      _ = try await run(["Ana"], tools: [Troupe.puppet, Troupe.puppet])
    }
    #expect(
      error?.description
        == "Ana has two tools for SHARE: 'puppet' and 'puppet'. Leave one out.")
  }
}
