import Revisions
import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyStyler

@Suite("Writing texts in another style")
struct StylerTests {
  private static let text =
    "The quay opens at 7:30 on 4 May, and Nuala pays 1,200 euros for it: https://quay.example/a."

  private func style(
    _ replies: [String], config: JSON = [:], text: String = text
  ) async throws -> (text: String, prompts: [JSON]) {
    let left = Mutex(replies)
    let prompts = Mutex<[JSON]>([])
    let host = FakeHost(services: [
      "tt.llm/1": { _, _, body in
        prompts.withLock { $0.append((try? JSON(parsing: body)) ?? .null) }
        let reply = left.withLock { $0.isEmpty ? "" : $0.removeFirst() }
        return FakeAnswer([
          "content": .string(JSON.object(["content": .string(reply)]).text), "finish": "stop",
        ])
      }
    ])
    let styler = try host.create(TinyStyler.self, config: config)
    let result = try await styler.invoke(
      "enrich", ["requirements": "like a lawyer", "content": .string(text)]
    ).get()
    return (result["content"]?.string ?? "", prompts.withLock { $0 })
  }

  private static let good =
    "Whereas the quay shall open at 7:30 on the 4th of May, nuala shall pay 1200 euros, see https://quay.example/a."

  @Test("C75: a text that says the same in another style is taken")
  func kept() async throws {
    let (text, prompts) = try await style([Self.good])
    #expect(text == Self.good && prompts.count == 1)
    let prompt = prompts[0][1]?["content"]?.string ?? ""
    #expect(prompt.contains("The style: like a lawyer\nLength: the text has 91 characters"))
    #expect(prompt.contains("should have 45 to 222."))
  }

  @Test("C75: facts that are lost are complained about by name, and a second text is taken")
  func lost() async throws {
    let poor = Self.good.replacing("7:30", with: "half past seven").replacing("nuala", with: "she")
    let (text, prompts) = try await style([poor, Self.good])
    #expect(text == Self.good)
    #expect(
      prompts[1][3]?["content"]
        == "That text has lost this of the original: 7:30, Nuala. Write the whole text again, and keep it."
    )
    await #expect {
      _ = try await style([poor, poor])
    } throws: {
      "\($0)".contains(
        "tiny-styler: for a text of 91 characters the model gave none that keeps 7:30, Nuala.")
    }
  }

  @Test("C75: a text that is far too long, or marks what it leaves out, is not taken")
  func whole() async throws {
    let long = Self.good + String(repeating: " Further, and for the avoidance of doubt.", count: 4)
    let (text, prompts) = try await style([long, Self.good])
    #expect(text == Self.good)
    #expect(prompts[1][3]?["content"]?.string?.contains("at most 222 are wanted") == true)
    await #expect {
      _ = try await style([Self.good + " […]", Self.good + " [...]"])
    } throws: {
      "\($0)".contains("the model gave none that is whole.")
    }
  }

  @Test("there must be a text and a style, and lengths that leave room")
  func mistakes() async {
    await #expect {
      _ = try await style([], text: "")
    } throws: {
      "\($0)".contains("tiny-styler: it needs a 'content', and as 'requirements' the style.")
    }
    await #expect {
      _ = try await style([], config: ["min_ratio": 3])
    } throws: {
      "\($0)".contains("tiny-styler: 'max_ratio' must be above 'min_ratio'")
    }
  }
}

@Suite("Facts of a text")
struct FactsTests {
  @Test("numbers, names within sentences, and links are facts; beginnings of sentences are none")
  func found() {
    let facts = Facts(
      of:
        "Yesterday it rained. Today Ana Lima's shop sold 1,200 rolls at 1.60 to Ben. \"See https://a.example/2.\""
    )
    #expect(facts.all == ["https://a.example/2", "1,200", "1.60", "Ana", "Lima", "Ben"])
  }

  @Test("the same number in another form is no loss, another number is")
  func numbers() {
    let facts = Facts(of: "It costs 1,200 euros, or 12 at a time, until 2026-05-04.")
    #expect(facts.missing(in: "1200 euros, 12 at a time, 2026-05-04").isEmpty)
    #expect(facts.missing(in: "1200 euros, 112 at a time, 2026-05-05") == ["12", "2026-05-04"])
  }

  @Test("where nouns are capitalised, capitals are no names")
  func german() {
    let text =
      "Gestern kam der Bäcker mit dem Brot in die Stadt und fand auf dem Markt einen Hund, der die Wurst und das"
      + " Brot gefressen hatte, während die Frau am Stand mit dem Mann über den Preis sprach."
    #expect(Facts(of: text).all.isEmpty)
  }
}
