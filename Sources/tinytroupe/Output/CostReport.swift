import TinyTroupe
import TinyTroupeJSON

/// What `cost` tells of a run.
struct CostReport {
  let groups: [(CallGrouping, [CallTotals])]
  let total: CallTotals
  let estimate: CostEstimate?

  /// The report for people.
  func lines(_ terminal: Terminal) -> [String] {
    groups.flatMap { grouping, totals -> [String] in
      let isPurpose = grouping == .purpose
      let name = Self.title(grouping)
      var header = [name, "calls", "sent", "prompt", "cached", "reply", "reasoning", "cost"]
      var rows = totals.map { cells($0, $0.group ?? Self.nobody(grouping)) }
      if totals.count != 1 || isPurpose { rows.append(cells(total, "all")) }
      if isPurpose, let estimate {
        header.append("estimate")
        let expected = totals.map { estimate.total(for: $0.group) } + [estimate.total]
        for (row, expected) in expected.enumerated() {
          rows[row][1] += expected.map { " (\($0.calls.text))" } ?? ""
          rows[row].append(expected?.cost.map(\.text) ?? (expected == nil ? "none" : "unknown"))
        }
      }
      return [""] + Table.lines(header: header, rows: rows, terminal: terminal)
    }
  }

  private static func title(_ grouping: CallGrouping) -> String {
    switch grouping {
    case .agent: "person"
    case .llm: "model"
    default: grouping.rawValue
    }
  }

  private static func nobody(_ grouping: CallGrouping) -> String {
    grouping == .agent ? "(nobody)" : "?"
  }

  private func cells(_ totals: CallTotals, _ name: String) -> [String] {
    let usage = totals.usage
    return [
      name, totals.calls.grouped, totals.attempts.grouped, usage.input.grouped,
      usage.cached.grouped, usage.output.grouped, usage.reasoning.grouped,
      totals.cost.map { "\($0)" } ?? "unknown",
    ]
  }

  /// The report for programs.
  var json: JSON {
    var json: JSONObject = [:]
    for (grouping, totals) in groups {
      json["by_\(Self.title(grouping))"] = .array(totals.map { Self.json($0) })
    }
    json["total"] = Self.json(total)
    if let estimate {
      let expected = estimate.total
      json["estimate"] = [
        "calls": [.integer(Int64(expected.calls.low)), .integer(Int64(expected.calls.high))],
        "cost_usd": expected.cost.map { [.number($0.low.dollars), .number($0.high.dollars)] }
          ?? .null,
      ]
    }
    return .object(json)
  }

  private static func json(_ totals: CallTotals) -> JSON {
    var json: JSONObject = [
      "calls": .integer(Int64(totals.calls)), "failed": .integer(Int64(totals.failed)),
      "sent": .integer(Int64(totals.attempts)),
      "input_tokens": .integer(Int64(totals.usage.input)),
      "cached_input_tokens": .integer(Int64(totals.usage.cached)),
      "output_tokens": .integer(Int64(totals.usage.output)),
      "reasoning_tokens": .integer(Int64(totals.usage.reasoning)),
      "cost_usd": totals.cost.map { .number($0.dollars) } ?? .null,
    ]
    if let group = totals.group { json["name"] = .string(group) }
    return .object(json)
  }
}
