import Testing
import TinyTroupeJSON

/// One turn: its shape, and what it is made of.
@Suite struct TurnTests {
  private static let question = Rehearsing.said(
    "The town wants to build bridges. A crossing would cost 4.50 euros. Would you use it?")

  @Test(arguments: [UInt64](0..<20))
  func aTurnThinksBeforeItTalksAndEndsWithDone(seed: UInt64) async throws {
    let actions = try await Rehearsing.actions(
      People.mira, hears: [Self.question], seed: seed)
    let types = actions.compactMap { $0["type"]?.string }
    #expect(types.last == "DONE")
    #expect(types.count { $0 == "DONE" } == 1)
    let talk = try #require(types.firstIndex(of: "TALK"))
    #expect(try #require(types.firstIndex(of: "THINK")) < talk)
    for action in actions {
      #expect(action["content"]?.string?.isEmpty == (action["type"] == "DONE"))
    }
  }

  @Test func whatIsLikedIsSpokenForAndWhatIsDislikedAgainst() async throws {
    let schema: JSON = [
      "type": "object", "properties": ["would_use": ["type": "boolean"]],
    ]
    for seed in UInt64(0)..<10 {
      let views = try await [People.mira, People.anton].asyncMap { persona in
        try await Rehearsing.data(
          "ask", ["persona": persona, "stimuli": [Self.question]], schema, seed: seed)
      }
      #expect(views == [["would_use": true], ["would_use": false]])
    }
  }

  @Test func topicAmountAndBeliefAreTakenUp() async throws {
    var talk = ""
    for seed in UInt64(0)..<20 {
      talk += try await Rehearsing.actions(People.mira, hears: [Self.question], seed: seed)
        .contents("TALK").joined()
    }
    for part in ["bridges", "4.50 euros", "A bridge belongs to whoever needs to cross it."] {
      #expect(talk.contains(part))
    }
  }

  @Test func anAnswerGoesToWhoCalledByName() async throws {
    let stimuli = [
      Rehearsing.said("Mira, what about the wind?", by: "Anton Brack"),
      Rehearsing.said("The rope is new.", by: "Cleo Marsh"),
    ]
    var targets: Set<String> = []
    for seed in UInt64(0)..<20 {
      let actions = try await Rehearsing.actions(
        People.mira, hears: stimuli, turn: 2, seed: seed)
      targets.formUnion(
        actions.filter { $0["type"] == "TALK" }.compactMap { $0["target"]?.string })
    }
    #expect(targets == ["", "Anton Brack"])
  }

  @Test func oneChoiceOfSeveralIsMadeAndKept() async throws {
    let offer = Rehearsing.said("Bridges, a tunnel, or nothing?")
    let first = try await Rehearsing.actions(People.mira, hears: [offer]).contents("TALK")
    #expect(try #require(first.first).contains("bridges"))
    let schema: JSON = ["type": "object", "properties": ["pick": ["enum": ["tunnel", "bridges"]]]]
    let extracted = try await Rehearsing.data(
      "extract", ["persona": People.mira, "stimuli": [offer]], schema)
    #expect(extracted == ["pick": "bridges"])
  }

  @Test func aSecretIsThoughtOfAndNeverTold() async throws {
    let secret: JSON = ["type": "THOUGHT", "content": "I sold the rope. Nobody knows."]
    for seed in UInt64(0)..<10 {
      let actions = try await Rehearsing.actions(
        People.mira, hears: [Self.question, secret], seed: seed)
      #expect(actions.contents("THINK").contains { $0.hasPrefix("I sold the rope.") })
      #expect(!actions.contents("TALK").contains { $0.contains("rope") })
    }
  }

  @Test func nobodyTalksWhereNobodyIs() async throws {
    for turn in 1...8 {
      let actions = try await Rehearsing.actions(
        People.mira, hears: [Self.question], turn: turn, accessible: [])
      #expect(actions.contents("TALK").isEmpty)
      #expect(
        actions.first { $0["type"] == "REACH_OUT" }?["target"] == "Jonas Weir")
    }
  }

  @Test func onlyWhatIsOpenIsDone() async throws {
    for seed in UInt64(0)..<20 {
      let actions = try await Rehearsing.actions(
        People.mira, hears: [Self.question], kinds: ["TALK", "DONE"], seed: seed)
      #expect(actions.compactMap { $0["type"]?.string } == ["TALK", "DONE"])
    }
  }

  @Test func kindsOfTheEnvironmentsOwnAreTriedNowAndThen() async throws {
    var bids = 0
    for seed in UInt64(0)..<40 {
      let actions = try await Rehearsing.actions(
        People.mira, hears: [Self.question],
        kinds: ["TALK", ["type": "BID", "target": "person"], "DONE"], seed: seed)
      for bid in actions where bid["type"] == "BID" {
        bids += 1
        #expect(bid["target"] == "Anton Brack")
      }
    }
    #expect((1...30).contains(bids))
  }

  @Test func aToolIsUsedWhenItIsAskedForAndOnlyInTheFirstRound() async throws {
    let input: JSON = [
      "type": "object", "required": ["title", "content"], "additionalProperties": false,
      "properties": [
        "title": ["type": "string"], "content": ["type": "string"], "author": ["type": "string"],
      ],
    ]
    let kinds: JSON = ["TALK", "THINK", ["type": "WRITE_DOCUMENT", "input": input], "DONE"]
    let wish = Rehearsing.said("Please write a note about the bridges.")
    let first = try await Rehearsing.actions(People.mira, hears: [wish], kinds: kinds)
    let document = try JSON(parsing: try #require(first.contents("WRITE_DOCUMENT").first))
    #expect(document["author"] == "Mira Stolz")
    #expect(document["title"]?.string?.isEmpty == false)
    #expect(first.contents("TALK").isEmpty)
    let second = try await Rehearsing.actions(People.mira, hears: [wish], round: 2, kinds: kinds)
    #expect(second.contents("WRITE_DOCUMENT").isEmpty)
    #expect(!second.contents("TALK").isEmpty)
  }

  @Test func withoutAnythingKnownThereIsStillATurn() async throws {
    for persona in [People.stranger, [:], .null] {
      let actions = try await Rehearsing.actions(persona, hears: [Rehearsing.said("Hello!")])
      #expect(actions.last?["type"] == "DONE")
      #expect(!actions.contents("TALK").isEmpty)
    }
  }

  @Test func theMentalStateIsTold() async throws {
    let reply = try JSON(
      parsing: try await Rehearsing.content(
        "act",
        [
          "persona": People.mira, "stimuli": [Rehearsing.said("What about bridges?")],
          "accessible": ["Anton Brack"],
        ]))
    for part in ["goals", "attention", "emotions"] {
      #expect(reply["state"]?[part]?.string?.isEmpty == false)
    }
    #expect(reply["state"]?["attention"]?.string?.contains("bridges") == true)
  }
}

extension Sequence {
  fileprivate func asyncMap<Result>(
    _ transform: (Element) async throws -> Result
  ) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
