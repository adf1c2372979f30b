import GRDB

extension RunReader {
  /// What the run's own calls have used, by model and person, and how long its sessions took.
  ///
  /// A call that was sent and of whose answer nothing is known counts with all that it could use.
  func spending() throws(RunStoreError) -> PastSpending {
    try read { db in
      var past = PastSpending()
      past.entries = try Row.fetchAll(db, sql: Self.answered).map(Self.entry)
      past.entries += try Row.fetchAll(db, sql: Self.unanswered).map(Self.entry)
      let lengths = try Int64.fetchAll(db, sql: Self.lengths)
      past.time = .nanoseconds(lengths.reduce(0, +))
      return past
    }
  }

  /// How long each session took until its last call that was sent; those of a fork's parent sent none.
  private static let lengths = """
    SELECT max(0, max(finished_ns) - started_ns_of_session) FROM (
      SELECT session, finished_ns, sessions.started_ns AS started_ns_of_session
      FROM calls JOIN sessions ON sessions.number = calls.session WHERE attempts > 0)
    GROUP BY session
    """

  private static let answered = """
    SELECT llm, agent, count(*) AS calls, sum(tokens_in + tokens_out) AS tokens,
      coalesce(sum(cost), 0) AS cost
    FROM calls WHERE attempts > 0 AND op LIKE 'llm.%' GROUP BY 1, 2 ORDER BY 1, 2
    """

  /// Sent, and neither in the log nor known to have been turned away.
  private static let unanswered = """
    SELECT sent.llm, sent.agent, sum(CASE WHEN answer.path IS NULL THEN calls ELSE 0 END) AS calls,
      sum(tokens) AS tokens, sum(sent.cost) AS cost
    FROM sent
    LEFT JOIN (SELECT path, session FROM calls) AS answer USING (path, session)
    LEFT JOIN (SELECT path, session, attempt, 1 AS is_lost FROM lost) USING (path, session, attempt)
    WHERE answer.path IS NULL OR is_lost = 1 GROUP BY 1, 2 ORDER BY 1, 2
    """

  private static func entry(_ row: Row) throws -> PastSpending.Entry {
    try PastSpending.Entry(
      llm: row.checked("llm") ?? "default", agent: row.checked("agent"),
      amount: Amount(
        calls: row.checked("calls"), tokens: row.checked("tokens"),
        cost: Money(picodollars: row.checked("cost"))))
  }
}
