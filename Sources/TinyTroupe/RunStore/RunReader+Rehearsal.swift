import FoundationEssentials
import GRDB
import TinyTroupeJSON

extension RunReader {
  /// What the run's model calls used and could have used, by purpose and model, in the order of their names.
  func rehearsedCalls() throws(RunStoreError) -> [RehearsedCalls] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT purpose, llm, tokens_in, tokens_out, envelope FROM calls WHERE op LIKE 'llm.%'
          ORDER BY purpose, llm
          """)
      var groups: [RehearsedCalls] = []
      while let row = try rows.next() {
        let purpose: String = try row.checked("purpose") ?? ""
        let llm: String = try row.checked("llm") ?? "default"
        if groups.last?.purpose != purpose || groups.last?.llm != llm {
          groups.append(RehearsedCalls(purpose: purpose, llm: llm))
        }
        let last = groups.count - 1
        groups[last].calls += 1
        groups[last].input += try row.checked("tokens_in")
        groups[last].output += try row.checked("tokens_out")
        groups[last].mostOutput += try Self.longestReply(row)
      }
      return groups
    }
  }

  /// The most tokens that the reply to a completion may have; none for an embedding.
  private static func longestReply(_ row: Row) throws -> Int {
    if try row.checked("purpose") == "embed" { return 0 }
    let envelope: Data = try row.checked("envelope")
    let parts = try JSONSlices(of: Array(envelope)[...])
    return try parts.value("max_output_tokens")?.integer ?? CompletionEnvelope.standardLimit
  }
}
