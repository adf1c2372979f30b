import Testing
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Replies that must be good enough")
struct QualityTests {
  private func stage(_ quality: JSON = ["threshold": 6]) throws -> Stage {
    try Stage(config: ["quality": quality])
  }

  /// Lets the model say something, and the judge score it.
  private func reply(
    _ stage: Stage, _ text: String, _ scores: Int..., feedback: String = "Be curt."
  ) {
    stage.reply([("TALK", "", text)])
    let all = scores.count == 1 ? Array(repeating: scores[0], count: 5) : scores
    stage.reply(content: verdict(all, feedback).text)
  }

  private func verdict(_ scores: [Int], _ feedback: String) -> JSON {
    let names = ["adherence", "consistency", "fluency", "suitability", "similarity"]
    return [
      "scores": .object(JSONObject(zip(names, scores).map { ($0, .integer(Int64($1))) })),
      "feedback": .string(feedback),
    ]
  }

  private func said(_ result: JSON) -> String? {
    result["actions"]?.array?.first?["content"]?.string
  }

  @Test("a good reply is taken, for one call of the judge, and the scores are noted")
  func good() async throws {
    let stage = try stage()
    reply(stage, "Too dear.", 7, 8, 6, 9, 6)
    let result = try await stage.turn()
    #expect(said(result) == "Too dear.")
    #expect(stage.asked.map { $0.envelope["purpose"] } == ["act", "judge"])
    #expect(
      result["notes"] == [
        "Quality: good of 1 try (adherence 7, consistency 8, fluency 6, suitability 9, similarity 6)."
      ])
    let judge = try stage.lastAsked()
    #expect(judge.texts[0].contains("- adherence: the person described would do and say this"))
    #expect(judge.texts[0].contains("Too dear."))
    #expect(judge.envelope["schema"]?.at("properties.scores.properties.fluency.maximum") == 9)
  }

  @Test("C14: a bad one is asked for anew with the feedback, then corrected")
  func again() async throws {
    let stage = try stage()
    reply(stage, "As an AI I would say no.", 2, feedback: "No machine talks.")
    reply(stage, "Hmm, no.", 5, feedback: "Say why.")
    reply(stage, "No, it is too dear.", 8)
    let result = try await stage.turn()
    #expect(said(result) == "No, it is too dear.")
    let asked = stage.asked
    #expect(
      asked.map { $0.envelope["purpose"] } == ["act", "judge", "act", "judge", "act", "judge"])
    #expect(
      asked[2].texts.last
        == "That is not yet how this person would act. No machine talks. Reply anew.")
    #expect(asked[4].texts.last == "Keep of that what is good, and correct only this: Say why.")
    #expect(asked[4].texts.dropLast().last?.contains("Hmm, no.") == true)
    // The prompt stays at the beginning, for providers' caches.
    #expect(asked[2].body.starts(with: asked[0].body.dropLast()))
    #expect(result["notes"]?.array?.first?.string?.hasPrefix("Quality: good of 3 tries") == true)
  }

  @Test(
    "C15: each way in which a reply falls short is noticed, and it is improved",
    arguments: 0..<5)
  func shortcomings(check: Int) async throws {
    let stage = try stage()
    var scores = [8, 8, 8, 8, 8]
    scores[check] = 2
    stage.reply([("TALK", "", "Bad.")])
    stage.reply(content: verdict(scores, "Do better.").text)
    reply(stage, "Good.", 8)
    #expect(said(try await stage.turn()) == "Good.")
    #expect(stage.asked.count == 4 && stage.asked[2].texts.last?.contains("Do better.") == true)
  }

  @Test("C14: when none is good the best is taken")
  func best() async throws {
    let stage = try stage()
    reply(stage, "One.", 3)
    reply(stage, "Two.", 5)
    reply(stage, "Three.", 1)
    let result = try await stage.turn()
    #expect(said(result) == "Two.")
    #expect(
      result["notes"]?.array?.first?.string?.hasPrefix("Quality: the best of 3 tries (adherence 5")
        == true)
  }

  @Test("C14: or the turn fails, if the study wants that")
  func failing() async throws {
    let stage = try stage(["threshold": 6, "tries": 1, "otherwise": "fail", "checks": ["fluency"]])
    stage.reply([("TALK", "", "One.")])
    stage.reply(content: #"{"scores":{"fluency":2},"feedback":""}"#)
    await #expect(throws: PluginFailure.self) { try await stage.turn() }
    let judge = try stage.lastAsked()
    #expect(!judge.texts[0].contains("- adherence"))
  }

  @Test("without it no judge is asked, and what a judge says wrongly counts for nothing")
  func off() async throws {
    for quality in [JSON.null, false] {
      let stage = try stage(quality)
      stage.reply([("TALK", "", "One.")])
      #expect(said(try await stage.turn()) == "One.")
      #expect(stage.asked.count == 1)
    }
    let stage = try stage(["tries": 2])
    stage.reply([("TALK", "", "One.")])
    stage.reply(content: "I like it!")
    reply(stage, "Two.", 99)
    #expect(said(try await stage.turn()) == "Two.")
  }

  @Test(
    "wrong settings are told",
    arguments: [
      (["checks": ["beauty"]], "'quality.checks' knows no 'beauty'."),
      (["tries": 9], "'quality' needs checks, a threshold from 0 to 9 and 1 to 3 tries."),
    ] as [(JSON, String)])
  func mistakes(quality: JSON, words: String) throws {
    let error = #expect(throws: (any Error).self) { try stage(quality) }
    #expect("\(String(describing: error))".contains(words))
  }
}
