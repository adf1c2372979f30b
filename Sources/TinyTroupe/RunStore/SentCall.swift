/// A call that is sent under a budget: its path, the how manieth time it is, and the most that it can use.
struct SentCall: Sendable, Hashable {
  /// The path under which its outcome will be logged.
  let path: String
  /// Counts from 1, over all replies that the call asks for.
  let attempt: Int
  /// What the study calls the model.
  let llm: String
  /// The person whom it serves.
  let agent: String?
  /// What it can use at most.
  let most: Amount
}
