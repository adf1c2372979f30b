internal import TinyTroupeJSON

/// Chooses among given values, in agreement with what the person says aloud.
struct ChoiceField {
  let form: FormFiller

  private var view: Viewpoint { form.view }

  func choose(_ values: [JSON], _ field: Field) -> JSON {
    let texts = values.compactMap(\.string)
    if texts.isEmpty { return ranked(values) }
    guard let choice = choice(texts, field) else { return values.first ?? .null }
    return .string(choice)
  }

  private func choice(_ texts: [String], _ field: Field) -> String? {
    // An extraction that went well; no person has an opinion about that.
    if texts.contains("answered") { return "answered" }
    let fact = view.profile.facts[field.name]?.string?.lowercased()
    if let fact, let same = texts.first(where: { $0.lowercased() == fact }) { return same }
    if let own = view.choice?.lowercased(),
      let same = texts.first(where: { $0.lowercased() == own })
    {
      return same
    }
    let sides = texts.map(Self.side)
    guard sides.contains(where: { $0 != nil && $0 != 0 }) else {
      return view.situation.preferred(texts)
    }
    let degree = Double(view.leaning.degree)
    let distances = sides.map { side in side.map { abs($0 - degree) } ?? 9 }
    return distances.indices.min { distances[$0] < distances[$1] }.map { texts[$0] }
  }

  /// Numbers are steps from least to most.
  private func ranked(_ values: [JSON]) -> JSON {
    let steps = values.filter { $0.double != nil }.sorted { $0.double ?? 0 < $1.double ?? 0 }
    guard !steps.isEmpty else { return values.first ?? .null }
    return steps[Int((Double(steps.count - 1) * view.leaning.share).rounded())]
  }

  private static let positive = StemSet([
    "yes true agree likely positive for support favour favor good high satisfied accept approve buy "
      + "pleased happy useful important always certain definitely like love excellent great better"
  ])
  private static let negative = StemSet([
    "no false disagree unlikely negative against oppose bad low dissatisfied reject disapprove refuse "
      + "unhappy useless unimportant never not dislike hate poor terrible worse"
  ])
  private static let neutral = StemSet([
    "neutral undecided unsure neither maybe perhaps medium mixed moderate indifferent"
  ])
  private static let strong = StemSet([
    "strongly very definitely completely extremely always never totally certainly excellent terrible "
      + "love hate absolutely"
  ])

  /// Where a value stands between strictly against (−2) and strongly for (2); nil when it says neither.
  private static func side(_ text: String) -> Double? {
    let stems = WordText(text).words.map(\.stem)
    if stems.contains(where: neutral.contains) { return 0 }
    let isNegative = stems.contains(where: negative.contains)
    guard isNegative || stems.contains(where: positive.contains) else { return nil }
    let degree = stems.contains(where: strong.contains) ? 2 : stems.count == 1 ? 1.5 : 1
    return isNegative ? -degree : degree
  }
}
