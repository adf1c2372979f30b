internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Puts a reply together from the events of a stream.
///
/// A pure state machine.
struct StreamedReply {
  /// Enough of an answer that is no stream to quote it, or to read it whole.
  private static let rawLimit = 16 << 20

  private(set) var reply = ChatReply()
  private(set) var isComplete = false
  /// Why the stream broke, when the server or the bytes say so.
  private(set) var failure: PluginFailure?
  /// The bytes as they came, until the first event shows that they are a stream.
  private(set) var raw: [UInt8] = []
  private(set) var hasEvents = false
  private var stream = EventStream()

  /// Takes bytes and gives the pieces of the answer that they bring.
  mutating func deltas(in bytes: [UInt8], at place: FailurePlace) -> [JSON] {
    if !hasEvents, raw.count < Self.rawLimit { raw += bytes }
    let events = stream.events(in: bytes)
    if stream.isOverflown { failure = failure ?? place.brokenStream }
    if !events.isEmpty {
      hasEvents = true
      raw = []
    }
    return events.flatMap { take($0, at: place) }
  }

  private mutating func take(_ event: [UInt8], at place: FailurePlace) -> [JSON] {
    if event.elementsEqual("[DONE]".utf8) {
      isComplete = true
      return []
    }
    do {
      let json = try JSON(parsing: event)
      if json["error"]?.isNull == false { failure = failure ?? place.brokenBy(ServerError(json)) }
      return take(json)
    } catch {
      failure = failure ?? place.notJSON(error)
      return []
    }
  }

  private mutating func take(_ json: JSON) -> [JSON] {
    if let model = json["model"]?.string, !model.isEmpty { reply.model = model }
    if let usage = json["usage"]?.object { reply.usage = .object(usage) }
    guard let choice = json["choices"]?[0] else { return [] }
    if let reason = choice["finish_reason"]?.string {
      reply.finishReason = reason
      isComplete = true
    }
    var deltas: [JSON] = []
    if let text = choice["delta"]?["content"]?.string, !text.isEmpty {
      reply.content += text
      deltas.append(["content": .string(text)])
    }
    if let text = choice["delta"]?["refusal"]?.string, !text.isEmpty {
      reply.refusal += text
      deltas.append(["refusal": .string(text)])
    }
    return deltas
  }
}

extension FailurePlace {
  /// The server reports an error in the middle of its stream.
  fileprivate func brokenBy(_ error: ServerError) -> PluginFailure {
    failure(
      .unavailable, reason: "server",
      "\(server) broke off its answer (model '\(model)')\(error.message.appended). Try again later."
    )
  }
}
