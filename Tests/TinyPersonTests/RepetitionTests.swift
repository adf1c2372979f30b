import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON

@Suite("Saying the same again")
struct RepetitionTests {
  /// Whether the second speech is suppressed after the first.
  private func isRepeated(
    _ first: (String, String, String), _ second: (String, String, String), config: JSONObject = [:],
    kinds: JSON = []
  ) async throws -> Bool {
    let stage = try Stage(config: config)
    stage.reply([first])
    stage.reply([second])
    try await stage.turn(extra: ["action_kinds": kinds])
    let result = try await stage.turn(extra: ["action_kinds": kinds])
    #expect((result["notes"] != nil) == (actions(result) == ["DONE"]))
    return actions(result) == ["DONE"]
  }

  @Test(
    "nearly the same words in the same order are a repetition",
    arguments: [
      ("I would buy it.", "I would buy it."), ("I would buy it.", "Well, I would just BUY it!"),
      (
        "We should all meet at the harbour tomorrow at noon and look at the boats together, if the"
          + " weather holds until then.",
        "We should all meet at the harbour tomorrow at noon and look at the ships together, if the"
          + " weather holds until then."
      ),
      ("我觉得这个汤很好喝。", "我觉得这个汤很好喝！"),
    ])
  func repetitions(first: String, second: String) async throws {
    #expect(try await isRepeated(("TALK", "", first), ("TALK", "", second)))
  }

  @Test(
    "other words, another order, a number or a negation are none",
    arguments: [
      ("hello big world", "world big hello"), ("Yes.", "Yes."),
      ("I would buy it.", "I would sell it."),
      (
        "I would pay 4.99 for a bottle of that soup.", "I would pay 5.99 for a bottle of that soup."
      ),
      (
        "I think that we should sign the contract with them this week.",
        "I think that we shouldn't sign the contract with them this week."
      ),
      (
        "I think that we will ever agree on the price of the house.",
        "I think that we will never agree on the price of the house."
      ),
      ("我觉得这个汤很好喝。", "我不觉得这个汤很好喝。"),
    ])
  func differences(first: String, second: String) async throws {
    #expect(try await !isRepeated(("TALK", "", first), ("TALK", "", second)))
  }

  @Test("long speeches that share most of their words are not suppressed")
  func longSpeeches() async throws {
    let nouns = ["harbour", "clock", "soup", "winter", "letter", "garden", "bridge", "piano"]
    let speech = (0..<60).map { "the \(nouns[$0 % 8]) and my \(nouns[($0 * 3) % 8])" }
    let first = speech.joined(separator: ", ")
    let second =
      speech.dropLast(2).joined(separator: ", ") + ", but what I came to tell you is new"
    #expect(first.count > 1000)
    #expect(try await !isRepeated(("TALK", "", first), ("TALK", "", second)))
    #expect(try await isRepeated(("TALK", "", first), ("TALK", "", first)))
    let reversed = speech.reversed().joined(separator: ", ")
    #expect(try await !isRepeated(("TALK", "", first), ("TALK", "", reversed)))
  }

  @Test("the same to another person, or as a thought, is none")
  func otherTargets() async throws {
    let words = "Shall we go home now?"
    #expect(
      try await !isRepeated(("TALK", "Oscar Jensen", words), ("TALK", "Ana Lee", words)))
    #expect(try await !isRepeated(("THINK", "", words), ("TALK", "", words)))
    #expect(try await isRepeated(("THINK", "", words), ("THINK", "", words)))
  }

  @Test("what only the world understands may be done again")
  func worldKinds() async throws {
    let kinds: JSON = [["type": "WORK", "text": "Do a day's work."]]
    let work = ("WORK", "", "mend the roof of the barn")
    #expect(try await !isRepeated(work, work, kinds: kinds))
  }

  @Test("who is asked the same again may answer the same")
  func interviews() async throws {
    let stage = try Stage()
    for _ in 0..<2 {
      stage.reply([("TALK", "", "I would say a four of five.")])
      let result = try await stage.turn(extra: ["question": ["fields": ["rating": "integer"]]])
      #expect(actions(result) == ["TALK: I would say a four of five.", "DONE"])
    }
  }

  @Test("it can be switched off")
  func switchedOff() async throws {
    let words = "Shall we go home now?"
    #expect(
      try await !isRepeated(
        ("TALK", "", words), ("TALK", "", words), config: ["prevent_repetition": false]))
  }

  @Test("the last four of a kind are compared, those of the same turn too")
  func depth() async throws {
    let stage = try Stage()
    let words = (0...4).map { "Sentence of the number \($0)." }
    stage.reply(words.map { ("TALK", "", $0) })
    stage.reply([("TALK", "", words[0])])
    stage.reply([("TALK", "", words[1])])
    stage.reply([("TALK", "", "And one more thing."), ("TALK", "", "And one more thing.")])
    #expect(actions(try await stage.turn()).count == 6)
    #expect(actions(try await stage.turn()).count == 2)
    #expect(actions(try await stage.turn()) == ["TALK: \(words[1])", "DONE"])
    #expect(actions(try await stage.turn()) == ["TALK: And one more thing.", "DONE"])
  }
}
