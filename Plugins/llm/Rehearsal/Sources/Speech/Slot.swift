/// A place in a line that the person or the situation fills.
enum Slot: UInt32, CaseIterable, Sendable {
  /// The first name of whom the line is spoken to, or about.
  case who
  /// What the conversation is about: "the clock".
  case topic
  /// Something that the other one has said.
  case hook
  /// The person's own choice among those that were offered.
  case option
  /// The other one's choice.
  case theirs
  /// An amount that was named: "2,400 euros".
  case money
  /// A belief, as a sentence.
  case belief
  /// Something liked: "raffles".
  case like
  /// Something disliked.
  case dislike
  /// An interest.
  case interest
  /// A goal, to stand after "to".
  case goal
  /// The occupation: "crane operator".
  case job
  /// The occupation with its article: "an actuary".
  case aJob
  /// Somebody who is not here.
  case other
  /// Something that only this person knows, as a sentence.
  case secret
  /// A thought that came up, as a sentence.
  case thought

  /// Its bit in a set of slots.
  var bit: UInt32 { 1 << rawValue }
}

/// What the slots are filled with in one situation.
struct Fillings {
  private var texts = [String](repeating: "", count: Slot.allCases.count)
  /// The bits of the slots that have something.
  private(set) var available: UInt32 = 0

  subscript(slot: Slot) -> String? {
    get {
      let text = texts[Int(slot.rawValue)]
      return text.isEmpty ? nil : text
    }
    set {
      texts[Int(slot.rawValue)] = newValue ?? ""
      let isFilled = newValue?.isEmpty == false
      available = isFilled ? available | slot.bit : available & ~slot.bit
    }
  }
}
