import TinyTroupe
import TinyTroupeJSON

/// What a dry run tells.
struct EstimateReport {
  let estimate: CostEstimate
  let plan: SimulationPlan
  /// The day of the prices.
  let pricesAsOf: String?

  /// The report for people.
  func lines(_ terminal: Terminal) -> [String] {
    let people = "\(estimate.people) \(estimate.people == 1 ? "person" : "people")"
    let steps = "\(estimate.steps) \(estimate.steps == 1 ? "step" : "steps")"
    var lines = ["\(plan.name): \(people), \(steps). Nothing was sent.", ""]
    let rows = estimate.rows.map { cells($0, $0.purpose ?? "", $0.llm.map(model) ?? "") }
    let header = ["purpose", "model", "calls", "prompt tokens", "reply tokens", "cost"]
    lines += Table.lines(
      header: header, rows: rows + [cells(estimate.total, "all", "")], terminal: terminal)
    return lines + [""] + grounds + verdict
  }

  private func cells(_ row: CostEstimate.Row, _ purpose: String, _ model: String) -> [String] {
    [
      purpose, model, row.calls.text, row.input.text, row.output.text,
      row.cost.map(\.text) ?? "unknown",
    ]
  }

  private func model(_ llm: String) -> String {
    guard let model = plan.models[llm] else { return llm }
    return model.component.config["model"]?.string ?? model.component.name
  }

  /// What the range rests on.
  private var grounds: [String] {
    var lines = [
      "It rests on a rehearsal of this study by a stand-in, which acts otherwise than a model would.",
      "Low:  replies as long as the stand-in's, \(estimate.typicalReply.grouped) tokens on average, and no reasoning.",
      "High: replies of \(estimate.longestReply.grouped) tokens, all that they may have, reasoning included; prompts twice",
      "      as long; one call in ten asked again. Tokens are characters / 4.",
    ]
    if !estimate.unpriced.isEmpty {
      lines.append(
        "Nobody has said what \(estimate.unpriced.joined(separator: ", ")) costs. Add it beneath the model: price: {input: 0.25, output: 2}"
      )
    } else if let pricesAsOf, usesTable {
      lines.append("Prices as of \(pricesAsOf), where the study says nothing else.")
    }
    return lines
  }

  private var usesTable: Bool {
    plan.models.values.contains { if case .known = $0.price { true } else { false } }
  }

  /// Whether the budget will do.
  private var verdict: [String] {
    guard let budget = plan.models["default"]?.budget?.total else { return [] }
    let total = estimate.total
    var short: [String] = []
    var tight: [String] = []
    func compare<Bound: Comparable>(
      _ name: String, _ most: Bound?, _ span: CostEstimate.Span<Bound>?
    ) {
      guard let most, let span else { return }
      if span.low > most { short.append(name) } else if span.high > most { tight.append(name) }
    }
    compare("calls", budget.calls, total.calls)
    compare("tokens", budget.tokens, total.tokens)
    compare("cost_usd", budget.cost, total.cost)
    if !short.isEmpty {
      return [
        "The budget is too small (\(short.joined(separator: ", "))): the run would stop early."
      ]
    }
    return tight.isEmpty
      ? ["The budget is enough."]
      : [
        "The budget may not do (\(tight.joined(separator: ", "))); a run that it stops can be resumed."
      ]
  }

  /// The report for programs.
  var json: JSON {
    [
      "event": "dry-run", "name": .string(plan.name), "people": .integer(Int64(estimate.people)),
      "steps": .integer(Int64(estimate.steps)),
      "purposes": .array(estimate.rows.map { row in json(row) }), "total": json(estimate.total),
      "unpriced": .array(estimate.unpriced.map { .string($0) }),
    ]
  }

  private func json(_ row: CostEstimate.Row) -> JSON {
    var json: JSONObject = [
      "calls": row.calls.json, "input_tokens": row.input.json, "output_tokens": row.output.json,
      "cost_usd": row.cost.map { .array([.number($0.low.dollars), .number($0.high.dollars)]) }
        ?? .null,
    ]
    if let purpose = row.purpose { json["purpose"] = .string(purpose) }
    if let llm = row.llm { json["model"] = .string(model(llm)) }
    return .object(json)
  }
}

extension CostEstimate.Span<Int> {
  /// `12` or `12–14`.
  var text: String { low == high ? low.grouped : "\(low.grouped)–\(high.grouped)" }

  fileprivate var json: JSON { .array([.integer(Int64(low)), .integer(Int64(high))]) }
}

extension CostEstimate.Span<Money> {
  /// `$0.02` or `$0.02–$0.40`.
  var text: String { low == high ? "\(low)" : "\(low)–\(high)" }
}

extension Int {
  /// The number with a comma before each three digits.
  var grouped: String {
    var text = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
