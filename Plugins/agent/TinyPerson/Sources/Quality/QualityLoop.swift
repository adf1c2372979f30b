internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Asks for replies until one is good enough: as it comes, then anew, then corrected.
struct QualityLoop {
  let judge: Judge
  /// Sends messages to the model that plays the person.
  let ask: @Sendable (_ messages: [UInt8]) async throws -> Completion

  /// A reply with its judgement; a remark on how it was found.
  struct Outcome {
    let completion: Completion
    let remark: String
  }

  /// The first good reply, or the best of all, or none, as the study wants.
  ///
  /// The last reply is judged as well: it may be good, and it may be the best.
  func reply(to messages: [UInt8]) async throws -> Outcome {
    var best: (completion: Completion, judgement: Judgement)?
    var next = messages
    for attempt in 1...judge.settings.tries {
      let completion = try await ask(next)
      let judgement = try await judge.judge(completion.content, answering: messages)
      if best == nil || judgement.total > best?.judgement.total ?? 0 {
        best = (completion, judgement)
      }
      if judgement.isGood {
        return Outcome(completion: completion, remark: remark(attempt, judgement, "good"))
      }
      if let best {
        next = Self.messages(messages, after: best.completion, best.judgement, attempt)
      }
    }
    guard let best else { throw PluginFailure(.internal, "A quality loop needs a try.") }
    guard judge.settings.fallback == .best else {
      throw PluginFailure(
        .invalid,
        "No reply was good enough in \(judge.settings.tries) tries (\(best.judgement.text(judge.settings)); "
          + "at least \(judge.settings.threshold) each). Lower 'quality.threshold', or take the best.",
        detail: ["reason": "quality"])
    }
    return Outcome(
      completion: best.completion, remark: remark(judge.settings.tries, best.judgement, "the best"))
  }

  private func remark(_ tries: Int, _ judgement: Judgement, _ word: String) -> String {
    "Quality: \(word) of \(tries) \(tries == 1 ? "try" : "tries") (\(judgement.text(judge.settings)))."
  }

  /// The prompt with the last reply and what is wrong with it; first for a new one, then for a correction.
  private static func messages(
    _ messages: [UInt8], after completion: Completion, _ judgement: Judgement, _ attempt: Int
  ) -> [UInt8] {
    let wish =
      attempt == 1
      ? "That is not yet how this person would act. \(judgement.feedback) Reply anew."
      : "Keep of that what is good, and correct only this: \(judgement.feedback)"
    var longer = Array(messages.dropLast())
    longer.append(UInt8(ascii: ","))
    longer += MessageList.single(.assistant, completion.content)
    longer.append(UInt8(ascii: ","))
    longer += MessageList.single(.user, wish)
    longer.append(UInt8(ascii: "]"))
    return longer
  }
}
