/// A claim as it is judged: one that is known by name, or the words themselves.
struct Proposition: Sendable {
  let claim: String
  /// Whether the judge sees the persona.
  var seesPersona = false
  /// How many of the first and of the last events the judge sees; nil for all.
  var window: (first: Int, last: Int)?
  /// True for a claim about what the person is about to do.
  var needsAction = false
  /// True for what is counted rather than judged.
  var isQuiet = false

  /// Finds a claim by its name, or takes the words as the claim.
  init(_ text: String) {
    self = Self.known[text] ?? Proposition(claim: text)
  }

  private init(
    claim: String, seesPersona: Bool = false, ofAction: Bool = false, isQuiet: Bool = false
  ) {
    self.claim = claim
    self.seesPersona = seesPersona
    needsAction = ofAction
    window = ofAction ? (5, 10) : nil
    self.isQuiet = isQuiet
  }

  private static let strictly =
    " Be strict: each breach, however small, takes a fifth off the score."

  /// The claims that have a name, in words of our own.
  static let known: [String: Proposition] = {
    let adheres =
      "What the person says, thinks and does agrees with its persona: with its style, beliefs, likings, knowledge and circumstances."
    let actionAdheres =
      "What the person is about to do agrees with its persona: with its style, beliefs, likings, knowledge and circumstances."
    return [
      "persona-adherence": Proposition(claim: adheres, seesPersona: true),
      "hard-persona-adherence": Proposition(claim: adheres + strictly, seesPersona: true),
      "action-persona-adherence": Proposition(
        claim: actionAdheres, seesPersona: true, ofAction: true),
      "hard-action-persona-adherence": Proposition(
        claim: actionAdheres + strictly, seesPersona: true, ofAction: true),
      "self-consistency": Proposition(
        claim: "The person does not contradict what it said, thought or did before."),
      "action-self-consistency": Proposition(
        claim:
          "What the person is about to do does not contradict what it said, thought or did before.",
        ofAction: true),
      "fluency": Proposition(
        claim: "The person speaks and thinks as people do, without set phrases and repetitions."),
      "action-fluency": Proposition(
        claim:
          "What the person is about to do is worded as people speak and think, and repeats no earlier wording.",
        ofAction: true),
      "action-suitability": Proposition(
        claim:
          "What the person is about to do fits the moment: it takes matters a step further, or brings something that belongs to them, or is a sensible answer. One of these is enough.",
        seesPersona: true, ofAction: true),
      "task-completion": Proposition(claim: "The task that the situation describes was done."),
      "quiet-recently": Proposition(
        claim: "In the last two turns nothing was done.", isQuiet: true),
      "divergence": Proposition(
        claim: "As time goes on, what people say and want moves apart."),
      "convergence": Proposition(
        claim: "As time goes on, what people say and want comes together."),
    ]
  }()
}
