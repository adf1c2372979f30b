/// How a stub server answers.
public struct StubBehaviour: Sendable {
  /// What the model says unless told otherwise.
  public static let defaultContent = #"{"answer":"Good morning."}"#

  /// From the last byte of a request to the first byte of its answer.
  public var latency: Duration

  /// What the model says to a chat request that `reply` leaves to the server. [server thread]
  public var content: @Sendable (StubRequest) -> String

  /// The answer to a request of any path; nil leaves it to the server. [server thread, must not
  /// block]
  public var reply: @Sendable (StubRequest) -> StubReply?

  /// Whether requests are kept, to be read in `StubServer.requests`.
  public var recordsRequests: Bool

  /// Makes a behaviour.
  ///
  /// - Parameters:
  ///   - faults: Answers by the request's number, the first being 1; they come before `reply`.
  public init(
    latency: Duration = .zero, recordsRequests: Bool = false, faults: [Int: StubReply] = [:],
    content: @escaping @Sendable (StubRequest) -> String = { _ in defaultContent },
    reply: @escaping @Sendable (StubRequest) -> StubReply? = { _ in nil }
  ) {
    self.latency = latency
    self.recordsRequests = recordsRequests
    self.content = content
    self.reply = { request in
      if let fault = faults[request.number] { return fault }
      return reply(request)
    }
  }
}
