internal import TinyTroupeJSON

/// Writes the texts of a form.
struct TextField {
  /// What a text is for, as its name tells.
  private enum Purpose {
    case goal, attention, emotion, decision, quote, objection, topic, reason, time, status
    case person, job, whole
  }

  private static let purposes: [(words: StemSet, purpose: Purpose)] = [
    (StemSet(["goal aim"]), .goal), (StemSet(["attention focus"]), .attention),
    (StemSet(["emotion feeling mood"]), .emotion),
    (StemSet(["decision choice vote option selection"]), .decision),
    (StemSet(["quote quotation utterance verbatim"]), .quote),
    (StemSet(["objection concern doubt criticism drawback problem risk"]), .objection),
    (StemSet(["topic subject theme title keyword"]), .topic),
    (StemSet(["reason justification why explanation rationale because motivation"]), .reason),
    (StemSet(["date time when"]), .time), (StemSet(["status"]), .status),
    (StemSet(["target person who recipient author"]), .person),
    (StemSet(["occupation job profession"]), .job),
    (StemSet(["text content summary description answer response result report digest"]), .whole),
  ]

  let form: FormFiller

  private var view: Viewpoint { form.view }

  func text(_ field: Field) -> String {
    fitted(fact(field) ?? chosen(field), field)
  }

  private func chosen(_ field: Field) -> String {
    let prose = Prose(about: form.about, view: view)
    let stems = field.nameStems
    let purpose = Self.purposes.first { stems.contains(where: $0.words.contains) }?.purpose
    switch purpose {
    case .goal: return form.mentalState.goals
    case .attention: return form.mentalState.attention
    case .emotion: return form.mentalState.emotions
    case .decision: return view.choice ?? answer
    case .quote: return prose.quote
    case .objection: return prose.objection
    case .topic: return view.topic?.phrase ?? "conversation"
    case .time: return time(field)
    case .status: return "answered"
    case .person where field.isNamed("author"): return view.profile.name
    case .person: return view.partner?.speaker ?? ""
    case .job: return view.profile.job
    case .whole: return prose.main
    // The first is the person's own; more for a list come from other lines.
    case .reason, nil: return field.number == 0 ? prose.reason : prose.reason(number: field.number)
    }
  }

  /// The time of the experience, in the form that is asked for: the day or the hour alone, or the whole.
  ///
  /// What ends, ends an hour later.
  private func time(_ field: Field) -> String {
    let now = form.about.time
    let form = field.schema["description"]?.string ?? ""
    if form.hasPrefix("YYYY-MM-DD") { return String(now.prefix(10)) }
    guard form.hasPrefix("HH:MM") else { return now }
    let clock = now.dropFirst(11).prefix(5)
    guard field.isNamed("end"), let hour = Int(clock.prefix(2)) else { return String(clock) }
    return hour < 23 ? "\(hour < 9 ? "0" : "")\(hour + 1)\(clock.dropFirst(2))" : "24:00"
  }

  /// What the persona says under the same name.
  private func fact(_ field: Field) -> String? {
    guard form.about.purpose != "enrich", let value = view.profile.facts[field.name] else {
      return nil
    }
    return value.string ?? value.text
  }

  private var answer: String {
    view.leaning.pick(Script.shortAnswers.lines).filled(with: view.fillings)
  }

  private func fitted(_ text: String, _ field: Field) -> String {
    var text = text
    if let least = field.schema["minLength"]?.integer, least < 100_000 {
      while text.count < least { text += text.isEmpty ? "…" : " \(text)" }
    }
    if let most = field.schema["maxLength"]?.integer, most >= 0, text.count > most {
      text = String(text.prefix(most))
    }
    return text
  }
}
