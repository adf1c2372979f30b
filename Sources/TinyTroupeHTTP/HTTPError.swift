/// Why a request got no complete answer.
///
/// A status such as 404 or 500 is an answer, and no error.
public struct HTTPError: Error, Equatable, Sendable {
  /// What went wrong, for programs.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// A short word for machine-readable details.
    public let rawValue: String

    /// Makes a code from its word.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// Nothing listens there, or the way there is closed.
    public static let couldNotConnect = Code(rawValue: "connect")
    /// The host's name has no address.
    public static let couldNotResolve = Code(rawValue: "resolve")
    /// One of the request's time limits was reached.
    public static let timedOut = Code(rawValue: "timeout")
    /// No trusted encrypted connection came about.
    public static let tls = Code(rawValue: "tls")
    /// The server closed the connection before its answer was complete, or before it began.
    public static let truncated = Code(rawValue: "truncated")
    /// The answer is larger than the request allows.
    public static let tooLarge = Code(rawValue: "too-large")
    /// The caller cancelled, or the client was shut down.
    public static let cancelled = Code(rawValue: "cancelled")
    /// The request can't be sent as it is.
    public static let invalidRequest = Code(rawValue: "invalid-request")
    /// What the server sent is not HTTP as it should be, or it redirects without end.
    public static let protocolError = Code(rawValue: "protocol")
    /// None of the other codes.
    public static let other = Code(rawValue: "other")
  }

  /// What went wrong, for programs.
  public let code: Code

  /// A sentence with host and port, the reason and the next step; it holds no path, query or header
  /// value.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

// MARK: - CustomStringConvertible

extension HTTPError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
