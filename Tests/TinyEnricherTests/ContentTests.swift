import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyEnricher

@Suite("Enriching texts")
struct ContentTests {
  private let request: JSON = [
    "requirements": "Warmer.", "content": "abcdefghij", "content_type": "letter",
    "context": "To <Oscar> & co",
  ]
  private func text(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test("C75: a text three times as long is taken as it is")
  func longEnough() async throws {
    let model = Model.content(text(30))
    #expect(try await model.enrich(request) == ["content": .string(text(30))])
    #expect(model.conversations.count == 1)
  }

  @Test("the model reads everything that the wish says, as plain text")
  func prompt() async throws {
    let model = Model.content(text(30))
    _ = try await model.enrich(request)
    #expect(model.conversations[0][0]?["role"] == "system")
    #expect(
      model.conversations[0][1]?["content"] == """
        What it is: letter
        What else to know: To <Oscar> & co
        What is wanted: Warmer.
        Length: the text has 10 characters; the new one should have at least 30.

        <text>
        abcdefghij
        </text>

        """)
    let envelope = model.envelopes[0]
    #expect(envelope["purpose"] == "enrich")
    #expect(envelope["max_output_tokens"] == 8000)
    #expect(envelope["schema"]?["required"] == ["content"])
    #expect(
      envelope["about"] == [
        "purpose": "enrich", "stimuli": [], "requirements": "Warmer.", "content": "abcdefghij",
        "least": 30,
      ])
  }

  @Test("a text that is too short is complained about once, and a second one that fits is taken")
  func complaint() async throws {
    let model = Model.content(text(29), text(31))
    #expect(try await model.enrich(request)["content"] == .string(text(31)))
    let second = model.conversations[1]
    #expect(second.array?.count == 4)
    #expect(second[2]?["role"] == "assistant")
    #expect(
      second[3]?["content"]
        == .string(
          "That text has 29 characters; at least 30 are wanted. Write the whole text again, with"
            + " more substance, and no shorter than that."))
  }

  @Test("of two that are too short, the longer is taken", arguments: [(12, 20), (20, 12)])
  func better(first: Int, second: Int) async throws {
    let model = Model.content(text(first), text(second))
    #expect(try await model.enrich(request)["content"] == .string(text(20)))
    #expect(model.conversations.count == 2)
  }

  @Test("a text that only became shorter is a failure")
  func shorter() async throws {
    let model = Model.content(text(9), text(3))
    await #expect {
      try await model.enrich(request)
    } throws: {
      ($0 as? PluginFailure)?.message
        == "tiny-enricher: for a text of 10 characters the model gave at best 9 characters."
        + " Use another model, or wish for something else."
    }
  }

  @Test("how much longer is the request's choice, or else the study's")
  func ratio() async throws {
    #expect(try await Model.content(text(12)).enrich(request, config: ["min_ratio": 1.2]) != [:])
    var shorter = request.object ?? [:]
    shorter["min_ratio"] = 0.5
    let model = Model.content(text(5))
    #expect(try await model.enrich(.object(shorter))["content"] == .string(text(5)))
    #expect(model.conversations[0][1]?["content"]?.string?.contains("Length:") == false)
    shorter["min_ratio"] = 1e300
    let huge = Model.content(text(20), text(30))
    #expect(try await huge.enrich(.object(shorter))["content"] == .string(text(30)))
  }

  @Test(
    "replies without a text are a failure after the second",
    arguments: ["", "Here you are: much richer!", "[]", #"{"content":7}"#, #"{"text":"aaaa"}"#])
  func hostile(reply: String) async throws {
    await #expect {
      try await Model(reply, reply).enrich(request)
    } throws: {
      ($0 as? PluginFailure)?.message
        == "tiny-enricher: for a text of 10 characters the model gave two replies without a text."
        + " Use another model, or wish for something else."
    }
    let mended = Model(reply, JSON.object(["content": .string(text(30))]).text)
    #expect(try await mended.enrich(request)["content"] == .string(text(30)))
    #expect(
      mended.conversations[1][3]?["content"]
        == .string(
          "That is not the JSON that was asked for. Reply with the whole text under 'content'."))
  }

  @Test("a failure of the model is passed on")
  func passedOn() async throws {
    await #expect {
      try await Model().enrich(request)
    } throws: {
      ($0 as? PluginFailure)?.message == "No more replies."
    }
  }

  @Test("a reply that was cut off is refused, whatever it holds")
  func cutOff() async throws {
    let host = FakeHost(services: [
      "tt.llm/1": { _, _, _ in FakeAnswer(["content": "{}", "finish": "length"]) }
    ])
    let outcome = await (try host.create(TinyEnricher.self)).invoke("enrich", request)
    #expect(
      outcome.failure?.message
        == "tiny-enricher: the model's reply ended by 'length'. Use another model, or wish for"
        + " something else.")
  }

  @Test(
    "a wish that makes no sense is refused",
    arguments: [
      ([:], "tiny-enricher: the 'requirements' are missing."),
      (
        ["requirements": "Warmer."],
        "tiny-enricher: there is nothing to enrich. Give a 'content' or a 'persona'."
      ),
      (
        ["requirements": "Warmer.", "persona": "Nuala"],
        "tiny-enricher: there is nothing to enrich. Give a 'content' or a 'persona'."
      ),
      (
        ["requirements": "Warmer.", "content": ""], "tiny-enricher: the 'content' is empty."
      ),
    ] as [(JSON, String)])
  func nonsense(request: JSON, message: String) async throws {
    await #expect {
      try await Model().enrich(request)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test("a setting that cannot be is refused by its name")
  func settings() async throws {
    await #expect {
      try await Model().enrich(request, config: ["min_ratio": -1])
    } throws: {
      ($0 as? PluginFailure)?.message
        == "tiny-enricher: 'min_ratio' must be a number of at least 0, not -1."
    }
  }
}
