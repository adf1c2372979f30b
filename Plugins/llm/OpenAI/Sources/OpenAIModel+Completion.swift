internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

extension OpenAIModel {
  /// Waits for the whole answer.
  func whole(_ body: [UInt8], _ exchange: Exchange, _ call: Call) async throws -> Response {
    let answer = try await exchange.send(body, call)
    guard answer.isSuccess else { return try refusal(answer, exchange.place) }
    return try ChatReply(answer.body, at: exchange.place).response(at: exchange.place)
  }

  /// Passes the answer on as it comes.
  ///
  /// A server that ignores the wish for a stream is read as a whole.
  func streamed(_ body: [UInt8], _ exchange: Exchange, _ call: Call) async throws -> Response {
    let place = exchange.place
    let reply = StreamState()
    let answer = try await exchange.stream(body, call) { bytes in
      for delta in reply.take(bytes, at: place) { try call.emit(delta: delta) }
    }
    let streamed = reply.value
    guard answer.isSuccess, streamed.hasEvents else {
      let whole = ServerAnswer(status: answer.status, headers: answer.headers, body: streamed.raw)
      guard answer.isSuccess else { return try refusal(whole, place) }
      return try ChatReply(whole.body, at: place).response(at: place)
    }
    if let failure = streamed.failure { throw failure }
    guard streamed.isComplete else { throw place.brokenStream }
    return try streamed.reply.response(at: place)
  }

  /// A filter on the question answers with a status; that is an answer, not a failure.
  private func refusal(_ answer: ServerAnswer, _ place: FailurePlace) throws -> Response {
    let error = ServerError(answer.body)
    guard answer.status == 400, error.isContentFilter else { throw place.statusFailure(answer) }
    return Response([
      "content": "", "finish": "content_filter", "refusal": .string(error.message.text),
    ])
  }
}

/// The reply as far as it has come, filled on the host's threads.
private final class StreamState: Sendable {
  private let reply = Mutex(StreamedReply())

  var value: StreamedReply { reply.withLock { $0 } }

  func take(_ bytes: [UInt8], at place: FailurePlace) -> [JSON] {
    reply.withLock { $0.deltas(in: bytes, at: place) }
  }
}
