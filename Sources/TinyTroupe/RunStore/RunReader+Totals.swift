import GRDB

/// What a group of calls came to.
package struct CallTotals: Sendable, Hashable {
  /// What the calls have in common: a purpose, a person, a model; nil for those without one.
  package let group: String?
  /// How many were logged.
  package let calls: Int
  /// How many of them failed.
  package let failed: Int
  /// How often they were sent.
  package let attempts: Int
  /// What they used.
  package let usage: TokenUsage
  /// What they cost; nil when nobody knows what one of them did.
  package let cost: Money?

  /// Those of no calls.
  package static let none = CallTotals(
    group: nil, calls: 0, failed: 0, attempts: 0, usage: TokenUsage(), cost: .zero)
}

/// What calls are grouped by.
package enum CallGrouping: String, Sendable {
  case purpose
  case agent
  case llm
  case model
  case op
}

extension RunReader {
  /// Totals of all calls, by group, in the order of the groups' names.
  package func totals(by grouping: CallGrouping) throws(RunStoreError) -> [CallTotals] {
    try totals(group: grouping.rawValue, "GROUP BY 1 ORDER BY 1")
  }

  /// Totals of the whole run.
  package func totals() throws(RunStoreError) -> CallTotals {
    let all = try totals(group: "NULL", "")
    return all.first ?? .none
  }

  /// Totals of the model calls that the run itself paid for: those that were sent.
  ///
  /// What was answered by a log, of this run or another, was not.
  package func paidTotals() throws(RunStoreError) -> CallTotals {
    try totals(group: "NULL", "WHERE attempts > 0 AND op LIKE 'llm.%'").first ?? .none
  }

  /// Totals of the model calls that the run itself paid for, by group, in the order of the groups' names.
  package func paidTotals(by grouping: CallGrouping) throws(RunStoreError) -> [CallTotals] {
    try totals(
      group: grouping.rawValue, "WHERE attempts > 0 AND op LIKE 'llm.%' GROUP BY 1 ORDER BY 1")
  }

  private func totals(group: String, _ ending: String) throws(RunStoreError) -> [CallTotals] {
    let sql = """
      SELECT \(group) AS label, count(*) AS calls, total(status <> 0) AS failed,
        total(attempts) AS attempts, total(tokens_in) AS tokens_in,
        total(tokens_cached) AS tokens_cached, total(tokens_out) AS tokens_out,
        total(tokens_reasoning) AS tokens_reasoning, total(cost) AS cost,
        count(*) - count(cost) AS unpriced
      FROM calls \(ending)
      """
    return try read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        let unpriced: Int = try row.checked("unpriced")
        return try CallTotals(
          group: row.checked("label"), calls: row.checked("calls"), failed: row.checked("failed"),
          attempts: row.checked("attempts"),
          usage: TokenUsage(
            input: row.checked("tokens_in"), cached: row.checked("tokens_cached"),
            output: row.checked("tokens_out"), reasoning: row.checked("tokens_reasoning")),
          cost: unpriced > 0 ? nil : Money(picodollars: row.checked("cost")))
      }
    }
  }
}
