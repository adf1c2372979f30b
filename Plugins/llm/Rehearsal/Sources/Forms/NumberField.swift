internal import TinyTroupeJSON

/// Gives numbers that fit their field and the person.
struct NumberField {
  let form: FormFiller

  private var view: Viewpoint { form.view }

  func number(_ field: Field) -> JSON {
    let isWhole = field.type == "integer"
    if let fact = view.profile.facts[field.name]?.double { return fitted(fact, field, isWhole) }
    let range = range(field)
    if range == nil, let amount = amount(field) { return fitted(amount, field, isWhole) }
    let (low, high) = range ?? guessed(field)
    return fitted(low + (high - low) * share(field), field, isWhole)
  }

  /// How far up the scale the person is: by its leaning, and a little by itself.
  private func share(_ field: Field) -> Double {
    let key = view.profile.key &+ Stem(field.name).value &+ UInt64(field.number)
    let jitter = Double(Draw.mix(key) % 1000) / 1000 - 0.5
    return min(max(view.leaning.share + 0.2 * jitter, 0), 1)
  }

  private func range(_ field: Field) -> (Double, Double)? {
    guard let low = low(field), let high = high(field), low <= high else { return nil }
    return (low, high)
  }

  private func low(_ field: Field) -> Double? {
    field.schema["minimum"]?.double
      ?? field.schema["exclusiveMinimum"]?.double.map { $0 + step(field) }
  }

  private func high(_ field: Field) -> Double? {
    field.schema["maximum"]?.double
      ?? field.schema["exclusiveMaximum"]?.double.map { $0 - step(field) }
  }

  private func step(_ field: Field) -> Double {
    field.schema["multipleOf"]?.double ?? (field.type == "integer" ? 1 : 0.01)
  }

  /// An amount that was named: the higher, the more the person is in favour.
  private func amount(_ field: Field) -> Double? {
    guard field.speaks(of: "price cost amount money pay budget spend euro dollar pound fee") else {
      return nil
    }
    let texts = view.situation.announcements + view.situation.speeches.map(\.text)
    let values = texts.flatMap(Amounts.named).compactMap(Amounts.value).sorted()
    guard !values.isEmpty else { return nil }
    return values[Int((Double(values.count - 1) * eagerness(field)).rounded())]
  }

  /// Who has chosen something else pays little.
  private func eagerness(_ field: Field) -> Double {
    guard let choice = view.choice else { return view.leaning.share }
    return field.speaks(of: choice) ? 0.75 : 0
  }

  private func guessed(_ field: Field) -> (Double, Double) {
    let low = low(field)
    let high = high(field)
    if low == nil, high == nil {
      if field.isNamed("probability likelihood confidence share") { return (0, 1) }
      if field.isNamed("percent percentage") { return (0, 100) }
      if field.isNamed("rating score stars level") { return (1, 5) }
    }
    let start = low ?? min(1, high ?? 1)
    return (start, high ?? start + 9)
  }

  private func fitted(_ value: Double, _ field: Field, _ isWhole: Bool) -> JSON {
    let step = step(field)
    var fitted = (value / step).rounded() * step
    if let low = low(field), fitted < low { fitted = (low / step).rounded(.up) * step }
    if let high = high(field), fitted > high { fitted = (high / step).rounded(.down) * step }
    if isWhole { return .integer(Int64(exactly: fitted.rounded()) ?? 0) }
    return .number((fitted * 1e6).rounded() / 1e6)
  }
}
