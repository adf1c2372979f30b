import Testing

@testable import TinyPerson

/// Pairs of speeches, labelled by hand: whether the second says again what the first said.
@Suite("Pairs that do and do not repeat")
struct RepetitionSetTests {
  /// The second says nothing new.
  private static let repetitions = [
    ("I would buy it if it were cheaper.", "I would buy it if it were cheaper."),
    ("I would buy it if it were cheaper.", "Well, I really would buy it if it were cheaper!"),
    ("Good morning, Oscar, how is your mother?", "Good morning Oscar, how is your mother?"),
    (
      "The clock must be repaired before the winter.",
      "The clock must be repaired, before the WINTER."
    ),
    (
      "We could ask the baker whether he has seen the key since Saturday.",
      "We could just ask the baker whether he has seen the key since Saturday, please."
    ),
    ("Tell me more about the organ.", "Tell me more, uh, about the organ."),
    ("That is a very good idea, Lisa.", "That is actually a very good idea, Lisa."),
    (
      "I cannot decide today, because I must first talk with my daughter about the house.",
      "I cannot decide today because I must first talk with my daughter about the house."
    ),
    ("Let us meet at the harbour at noon.", "So let us meet at the harbour at noon."),
    ("Das kann ich mir nicht leisten.", "Das kann ich mir nicht leisten!"),
    ("Je ne suis pas d'accord avec ce prix.", "Je ne suis pas d'accord avec ce prix !"),
    ("No me gusta la sopa fría en botella.", "No me gusta la sopa fría en botella…"),
    ("私はこのスープが好きです。", "私はこのスープが好きです！"),
    ("Мне нравится этот суп.", "Мне нравится этот суп!"),
    (
      "First we repair the clock, then we think about the roof, and the screen can wait until spring comes.",
      "First we repair the clock, then we think about the roof, and the screen can wait until summer comes."
    ),
    (
      "My grandmother always said that soup has to be hot, and I have never met anybody who proved her wrong in this.",
      "My grandmother always said that soup has to be warm, and I have never met anybody who proved her wrong in this."
    ),
    ("I agree with you completely on that.", "I agree with you completely on that, really."),
    ("What do the others think of the offer?", "And what do the others think of the offer?"),
    // The same in other words: what no comparison of words finds.
    (
      "I would buy it if it were cheaper.",
      "It is too dear for me; at a lower price I would take it."
    ),
    ("Let us meet at the harbour at noon.", "At twelve we could see each other by the boats."),
    ("I cannot decide today.", "My decision has to wait until tomorrow."),
    ("The soup tastes of nothing.", "There is no flavour in this soup at all."),
  ]

  /// The second says something else, however alike it looks.
  private static let differences = [
    ("I would buy it.", "I would sell it."), ("I would buy it.", "I would not buy it."),
    ("I would pay 3 euros for it.", "I would pay 4 euros for it."),
    ("Oscar loves Lisa and her dog.", "Lisa loves Oscar and her dog."),
    ("Let us meet on Monday at the harbour.", "Let us meet on Friday at the harbour."),
    ("I have never been to Porto.", "I have been to Porto."),
    ("Everybody should vote for the screen.", "Nobody should vote for the screen."),
    ("Yes.", "Yes."), ("Good morning.", "Good morning."), ("Thank you, Lisa.", "Thank you, Oscar."),
    ("The blue one is better than the red one.", "The red one is better than the blue one."),
    ("I would like to hear Reto on that.", "I would like to hear Nuala on that."),
    ("How much does the repair cost?", "How long does the repair take?"),
    ("The first offer is too low for the hall.", "The second offer is too low for the hall."),
    ("Ich nehme das Angebot an.", "Ich nehme das Angebot nicht an."),
    ("Je viendrai demain matin.", "Je viendrai demain soir."),
    ("私はこのスープが好きです。", "私はこのスープが嫌いです。"), ("我要买这个汤。", "我不要买这个汤。"),
    ("Me gusta la sopa.", "No me gusta la sopa."),
    ("We should repair the clock.", "We should repair the clock and the roof."),
    ("I trust the clockmaker.", "I trust the clockmaker's daughter."),
    ("Why do you say that?", "Why do you never say that?"),
    (
      "I have thought about the clock all night, and I believe that we should repair it, because the hall without it is only a shed.",
      "I have thought about the clock all night, and I believe that we should sell it, because the hall with it is only a debt."
    ),
    (
      "First we repair the clock, then the roof, and if anything is left we paint the doors in the old green.",
      "First we repair the roof, then the doors, and if anything is left we paint the clock in the old green."
    ),
    (
      "My vote goes to the repair. It costs 600 euros each, and I have them.",
      "My vote goes to the repair. It costs 350 euros each, and I have them."
    ),
    (
      "You asked me what I think of bottled soup: I would try it once, on a train, and never at home.",
      "You asked me what I think of bottled soup: I would try it often, on a train, and also at home."
    ),
    ("Is there anything that you regret?", "Is there anything that you would change?"),
    ("Tomorrow I will call the bank.", "Yesterday I called the bank."),
    ("I am 71 years old.", "I am 17 years old."),
    ("She said that he was late.", "He said that she was late."),
  ]

  @Test("precision and recall over the set")
  func set() {
    func isRepeated(_ pair: (String, String)) -> Bool {
      Repetition.isRepeated(SpokenWords(pair.1), of: SpokenWords(pair.0))
    }
    let found = Self.repetitions.filter(isRepeated)
    let wrong = Self.differences.filter(isRepeated)
    let precision = Double(found.count) / Double(max(found.count + wrong.count, 1))
    let recall = Double(found.count) / Double(Self.repetitions.count)
    print(
      "repetitions: \(Self.repetitions.count + Self.differences.count) pairs, precision "
        + "\((precision * 100).rounded() / 100), recall \((recall * 100).rounded() / 100)")
    // A speech that is suppressed by mistake is lost; one that is repeated is merely dull.
    #expect(precision >= 0.95, "suppressed by mistake: \(wrong)")
    #expect(recall >= 0.75, "not found: \(Self.repetitions.filter { !isRepeated($0) })")
  }
}
