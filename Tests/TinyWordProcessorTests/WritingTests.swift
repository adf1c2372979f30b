import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit
import TinyWordProcessor

@Suite("Writing documents")
struct WritingTests {
  private func write(
    _ input: JSON, config: JSON = [:], state: JSON? = nil, on host: FakeHost = FakeHost()
  ) async throws -> JSON {
    var request: JSONObject = ["type": "WRITE_DOCUMENT", "time": "2026-01-05T09:00:00"]
    request["input"] = input
    request["state"] = state
    let instance = try host.create(TinyWordProcessor.self, config: config)
    return try await instance.invoke("perform", .object(request)).get()
  }

  private func names(_ result: JSON) -> [String] {
    (result["artifacts"]?.array ?? []).compactMap { $0["name"]?.string }
  }

  @Test("the tool lists one action with its input")
  func describe() async throws {
    let result = try await FakeHost().create(TinyWordProcessor.self).invoke("describe").get()
    let action = try #require(result["actions"]?[0])
    #expect(result["actions"]?.array?.count == 1)
    #expect(action["type"] == "WRITE_DOCUMENT")
    #expect(action["effects"] == "write")
    #expect(action["input"]?["required"] == ["title", "content"])
    #expect(action["input"]?["properties"]?.object?.keys == ["title", "content", "author"])
  }

  @Test("C52: a document is kept as md and json with the same title, and the writer perceives it")
  func document() async throws {
    let result = try await write([
      "title": "Menu", "content": "# Soup\n\nCold.", "author": "Nuala Tobin",
    ])
    #expect(
      result["text"]
        == .string(
          "The document 'Menu' was written and kept as documents/Menu.Nuala Tobin.md and"
            + " documents/Menu.Nuala Tobin.json."))
    #expect(
      result["artifacts"] == [
        [
          "name": "documents/Menu.Nuala Tobin.md", "content": "# Soup\n\nCold.",
          "media_type": "text/markdown",
        ],
        [
          "name": "documents/Menu.Nuala Tobin.json", "media_type": "application/json",
          "content":
            ##"{"title":"Menu","author":"Nuala Tobin","content":"# Soup\n\nCold."}"##,
        ],
      ])
    #expect(
      result["data"] == [
        "title": "Menu", "author": "Nuala Tobin", "characters": 13,
        "files": ["documents/Menu.Nuala Tobin.md", "documents/Menu.Nuala Tobin.json"],
      ])
  }

  @Test("without an author, the file is named by its title alone; formats are the study's choice")
  func anonymous() async throws {
    let result = try await write(["title": "Menu", "content": "Soup"], config: ["formats": ["md"]])
    #expect(names(result) == ["documents/Menu.md"])
    #expect(result["text"] == "The document 'Menu' was written and kept as documents/Menu.md.")
  }

  @Test("a title that is taken gets a number, also when only the file names would be the same")
  func taken() async throws {
    var state: JSON?
    var texts: [String] = []
    for title in ["Soup/Salad", "Soup/Salad", "Soup:Salad"] {
      let result = try await write(
        ["title": .string(title), "content": "x", "author": "Al"], config: ["formats": ["md"]],
        state: state)
      state = result["state"]
      texts.append(result["text"]?.string ?? "")
    }
    #expect(
      texts == [
        "The document 'Soup/Salad' was written and kept as documents/Soup-Salad.Al.md.",
        "The document 'Soup/Salad (2)' was written and kept as documents/Soup-Salad (2).Al.md."
          + " You had written one called 'Soup/Salad' before; it is unchanged.",
        "The document 'Soup:Salad (3)' was written and kept as documents/Soup-Salad (3).Al.md."
          + " You had written one called 'Soup:Salad' before; it is unchanged.",
      ])
  }

  @Test("an instance goes on from what it returned, and says so when it cannot")
  func remembered() async throws {
    let host = FakeHost()
    let instance = try host.create(TinyWordProcessor.self, config: ["formats": ["md"]])
    let input: JSON = ["title": "Menu", "content": "x"]
    let request: JSON = ["type": "WRITE_DOCUMENT", "input": input, "state_version": 0]
    let later: JSON = ["type": "WRITE_DOCUMENT", "input": input, "state_version": 1]
    #expect(try await names(instance.invoke("perform", request).get()) == ["documents/Menu.md"])
    #expect(try await names(instance.invoke("perform", later).get()) == ["documents/Menu (2).md"])
    // A turn that is redone starts from nothing again.
    #expect(try await names(instance.invoke("perform", request).get()) == ["documents/Menu.md"])
    let fresh = try host.create(TinyWordProcessor.self)
    let outcome = await fresh.invoke("perform", later)
    #expect(outcome.failure?.message == "word-processor: the request lacks the tool's state.")
    #expect(outcome.failure?.code == .state)
  }

  @Test(
    "names are safe whatever the title is",
    arguments: [
      (#"a/b\c:d*e?f"g<h>i|j;k"#, "a-b-c-d-e-f-g-h-i-j-k"),
      ("a\nb\tc\rd\u{0}e\r\nf", "a-b-c-d-e-f"),
      ("../../etc/passwd", "-.-..-etc-passwd"), (".hidden", "-hidden"), ("", "untitled"),
      ("  \n ", "untitled"), ("  Menu  ", "Menu"), ("Größe 👩‍👩‍👧", "Größe 👩‍👩‍👧"),
      (String(repeating: "x", count: 300), String(repeating: "x", count: 115)),
      (String(repeating: "ü", count: 300), String(repeating: "ü", count: 57)),
      ("e" + String(repeating: "\u{301}", count: 300), "untitled"),
    ])
  func safeNames(title: String, expected: String) async throws {
    let result = try await write(
      ["title": .string(title), "content": "x"], config: ["formats": ["json"]])
    #expect(names(result) == ["documents/\(expected).json"])
  }

  @Test("a long title leaves room for its number and its author")
  func longNames() async throws {
    let title = String(repeating: "t", count: 500)
    let author = String(repeating: "a", count: 500)
    var state: JSON?
    var stems: Set<String> = []
    for _ in 0..<12 {
      let result = try await write(
        ["title": .string(title), "content": "x", "author": .string(author)], state: state)
      state = result["state"]
      for name in names(result) {
        #expect(name.utf8.count <= "documents/".utf8.count + 120)
        stems.insert(name)
      }
    }
    #expect(stems.count == 24)
    #expect(
      stems.allSatisfy { $0.contains(".aaa") && ($0.hasSuffix(".md") || $0.hasSuffix(".json")) })
  }

  @Test("no more documents are kept than a state can name")
  func full() async throws {
    let written = (0..<400).map { JSON.string("Menu \($0)") }
    await #expect {
      try await write(["title": "Menu", "content": "x"], state: ["documents": .array(written)])
    } throws: {
      ($0 as? PluginFailure)?.message
        == "You have written 400 documents, and no more can be kept."
    }
  }

  @Test(
    "what is no document is refused with a reason",
    arguments: [
      ("text", "WRITE_DOCUMENT needs a 'title' and a 'content', both texts."),
      (["title": "Menu"], "WRITE_DOCUMENT needs a 'title' and a 'content', both texts."),
      (
        ["title": 7, "content": "x"], "WRITE_DOCUMENT needs a 'title' and a 'content', both texts."
      ),
      (
        ["title": "Menu", "content": " \n"],
        "WRITE_DOCUMENT needs a 'content' that is not empty."
      ),
    ] as [(JSON, String)])
  func noDocument(input: JSON, message: String) async throws {
    await #expect {
      try await write(input)
    } throws: {
      ($0 as? PluginFailure)?.message == message && ($0 as? PluginFailure)?.code == .invalid
    }
  }

  @Test(
    "a setting that cannot be is refused by its name",
    arguments: [
      (
        ["formats": ["pdf"]],
        #"word-processor: 'formats' has "pdf", which is none of "md", "json" and "docx"."#
      ),
      (["formats": []], "word-processor: 'formats' must be a list of 'md', 'json' and 'docx'."),
      (
        ["enrich": 3],
        "word-processor: 'enrich' must be true, false or a mapping with 'requirements'."
      ),
      (
        ["enrich": ["requirements": 3]],
        "word-processor: 'enrich.requirements' must be a text."
      ),
    ] as [(JSON, String)])
  func settings(config: JSON, message: String) throws {
    #expect {
      try FakeHost().create(TinyWordProcessor.self, config: config)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test("an action of another tool is refused")
  func otherAction() async throws {
    let instance = try FakeHost().create(TinyWordProcessor.self)
    let outcome = await instance.invoke("perform", ["type": "CREATE_EVENT"])
    #expect(
      outcome.failure?.message == "word-processor: there is no action 'CREATE_EVENT'.")
  }
}
