/// A piece of news about a transfer.
///
/// A transfer that succeeds gives one `head`, any number of `body` and one `end`; one that fails
/// gives some first part of that, and its `end`.
public enum HTTPEvent: Sendable {
  /// The status and header fields of the answer, after redirects; names are in lower case.
  case head(status: Int, headers: [(name: String, value: String)])

  /// The next bytes of the body, decompressed; seldom more than 16 KiB at a time.
  case body([UInt8])

  /// The last event.
  case end(Result<HTTPSummary, HTTPError>)
}
