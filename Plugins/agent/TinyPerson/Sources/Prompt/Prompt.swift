internal import TinyTroupeJSON

/// The messages of a call, from what never changes to what always does.
struct Prompt: Sendable {
  /// Rules and kinds of action.
  let rules: [UInt8]
  /// Who the person is.
  let person: [UInt8]
  /// What older experience has been condensed to; empty when there is none.
  let digest: String
  let history: History

  /// The messages as a JSON array.
  ///
  /// All before the tail stands at the beginning of the next prompt as well.
  func messages(turn items: [HistoryItem], at time: String, tail: Tail) -> [UInt8] {
    var turn = MessageList(capacity: 1024)
    _ = history.turn(at: time).write(history.open + items, to: &turn)
    let past = history.messages.bytes
    var writer = JSONWriter(capacity: rules.count + person.count + past.count + 8192)
    writer.array { writer in
      writer.raw(rules)
      writer.raw(person)
      if !digest.isEmpty {
        writer.raw(MessageList.single(.system, "What you remember of the time before:\n\(digest)"))
      }
      if !past.isEmpty { writer.raw(past) }
      writer.raw(turn.bytes)
      writer.raw(MessageList.single(.user, tail.text))
    }
    return writer.bytes
  }
}
