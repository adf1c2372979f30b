/// Everything that a rehearsing person can say, as tables of lines.
///
/// Each table needs lines without slots, or with slots that are always filled, at even and at odd places.
enum Script {
  /// All tables, so that the words of the lines themselves never become what people talk about.
  private static let tables: [Lines] =
    stances + [optionStances, agreement, disagreement, interest, optionDisagreement]
    + [optionRestatements] + restatements + [beliefs, likings, dislikings, trade, goals, absent]
    + [interests, fairMoney, tooMuchMoney, openingThoughts, replyThoughts, doubtfulThoughts]
    + [
      secretThoughts, ideas, lonelyThoughts, quietThoughts, shortAnswers, invitations, attention,
      aims, choiceAims,
    ]
    + emotions + Voice.allCases.flatMap { [$0.openers, $0.closers] }

  /// The words of all lines, without their slots.
  static let ownWords: String = tables.map { table in
    table.source.split(separator: "{").map { part in
      part.firstIndex(of: "}").map { String(part[part.index(after: $0)...]) } ?? String(part)
    }.joined(separator: " ")
  }.joined(separator: "\n")
}

/// How somebody stands to something, from −2 (strictly against) to 2 (strongly for).
struct Leaning: Equatable, Comparable, Sendable {
  let degree: Int

  init(_ degree: Int) { self.degree = min(max(degree, -2), 2) }

  static func < (left: Leaning, right: Leaning) -> Bool { left.degree < right.degree }

  /// Picks from five tables in the order of the degrees.
  func pick<Value>(_ values: [Value]) -> Value { values[degree + 2] }

  /// From 0 to 1.
  var share: Double { Double(degree + 2) / 4 }
}
