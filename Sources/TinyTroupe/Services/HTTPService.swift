import Synchronization
import TinyTroupeHTTP
import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.http/1`: requests to hosts that the asking plugin's manifest declares.
///
/// Keys are put in here and are seen by nobody else.
struct HTTPService: Service {
  let client: HTTPClient
  let permissions: NetworkPermissions
  let secrets: SecretStore
  let calls: CallJournal
  /// Whether every request is refused, as in a rehearsal.
  var sendsNothing = false

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "request" else {
      return .now(.failure(.unknownOperation("tt.http", request.op)))
    }
    return .later { sink throws(PluginError) in try await self.logged(request, sink) }
  }

  /// Requests are logged, except beneath a model call, whose outcome is logged as a whole.
  private func logged(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
    guard !request.path.contains("/tt.llm.") else { return try await send(request, sink) }
    let streams = Mutex<StreamedBody?>(nil)
    let subject = CallJournal.Subject(op: "http.request", envelope: try Self.identity(request))
    let isStream = try parsed(request)["stream"]?.bool == true
    let reply = try await calls.logged(request, as: subject) { _ async throws(PluginError) in
      guard isStream else { return try await self.send(request, sink) }
      let body = StreamedBody(sink)
      streams.withLock { $0 = body }
      var reply = try await self.send(request, body.take)
      reply.body = body.bytes
      return reply
    }
    guard isStream else { return reply }
    // An answer from the log comes as one piece.
    if streams.withLock({ $0 }) == nil { sink(Array("{}".utf8), reply.body) }
    return Reply(result: reply.result)
  }

  /// The request without what may differ between equal ones: how long it may take.
  private static func identity(_ request: ServiceRequest) throws(PluginError) -> [UInt8] {
    guard case .object(var json) = try parsed(request) else { return request.json }
    for key in ["timeout_ms", "connect_timeout_ms", "idle_timeout_ms"] { json[key] = nil }
    return JSON.object(json).bytes
  }

  private func send(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
    guard !sendsNothing else {
      throw PluginError(.unavailable, "Nothing is sent in a dry run.")
    }
    let json = try parsed(request)
    let (http, redaction) = try await makeRequest(json, request)
    do throws(HTTPError) {
      guard json["stream"]?.bool == true else {
        return Self.reply(redaction.cleaned(try await client.send(http)))
      }
      return try await streamed(http, redaction, sink)
    } catch {
      throw PluginError(http: error)
    }
  }

  private static func reply(_ response: HTTPResponse) -> Reply {
    Reply(head(response.status, response.headers), body: response.body)
  }

  private static func head(_ status: Int, _ headers: [(name: String, value: String)]) -> JSON {
    var members = JSONObject()
    for (name, value) in headers { members[name] = .string(value) }
    return ["status": .integer(Int64(status)), "headers": .object(members)]
  }

  /// Passes body bytes on as they come; the reply has the head.
  private func streamed(
    _ request: HTTPRequest, _ redaction: KeyRedaction, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(HTTPError) -> Reply {
    let cancellation = Mutex<HTTPTransfer?>(nil)
    let result: Result<Reply, HTTPError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let head = Mutex<JSON>([:])
        let pieces = Mutex(StreamRedaction(redaction))
        let pass: @Sendable ([UInt8]) -> Void = { if !$0.isEmpty { sink(Array("{}".utf8), $0) } }
        let transfer = client.stream(request) { event, _ in
          switch event {
          case .head(let status, let headers):
            head.withLock { $0 = Self.head(status, redaction.cleaned(headers)) }
          case .body(let bytes): pass(pieces.withLock { $0.cleaned(bytes) })
          case .end(.success):
            pass(pieces.withLock { $0.rest() })
            continuation.resume(returning: .success(Reply(head.withLock { $0 })))
          case .end(.failure(let error)): continuation.resume(returning: .failure(error))
          }
        }
        cancellation.withLock { $0 = transfer }
        if Task.isCancelled { transfer.cancel() }
      }
    } onCancel: {
      cancellation.withLock { $0 }?.cancel()
    }
    return try result.get()
  }

  private func makeRequest(
    _ json: JSON, _ request: ServiceRequest
  ) async throws(PluginError) -> (HTTPRequest, KeyRedaction) {
    guard let url = json["url"]?.string, let address = WebAddress(url) else {
      throw PluginError(
        .invalid, "tt.http: '\(json["url"]?.string ?? "")' is no http or https URL.")
    }
    try permissions.check(address, request)
    var http = HTTPRequest(method: json["method"]?.string ?? "GET", url: url)
    http.body = request.body
    var redaction = KeyRedaction()
    for header in json["headers"]?.object ?? [:] {
      let value = try await secrets.header(
        header.value, name: header.key, for: request.pluginID)
      if let value {
        http.headers.append((header.key, value.line))
        if value.isSecret { redaction.add(value.text) }
      }
    }
    if let limit = json["timeout_ms"]?.integer { http.totalTimeout = .milliseconds(limit) }
    if let limit = json["connect_timeout_ms"]?.integer {
      http.connectTimeout = .milliseconds(limit)
    }
    if let limit = json["idle_timeout_ms"]?.integer { http.idleTimeout = .milliseconds(limit) }
    return (http, redaction)
  }
}

/// Passes the pieces of a body on, and keeps them for the log.
private final class StreamedBody: Sendable {
  private let sink: ServiceAnswer.DeltaSink
  private let kept = Mutex<[UInt8]>([])

  init(_ sink: @escaping ServiceAnswer.DeltaSink) {
    self.sink = sink
  }

  var bytes: [UInt8] { kept.withLock { $0 } }

  @Sendable func take(_ json: [UInt8], _ body: [UInt8]) {
    kept.withLock { $0 += body }
    sink(json, body)
  }
}

extension PluginError {
  /// Translates what went wrong on the way to a server.
  init(http error: HTTPError) {
    let (code, reason): (PluginError.Code, String) =
      switch error.code {
      case .couldNotConnect, .couldNotResolve: (.unavailable, "connect")
      case .timedOut: (.unavailable, "timeout")
      case .tls: (.invalid, "tls")
      case .truncated, .protocolError: (.unavailable, "envelope")
      case .tooLarge, .invalidRequest: (.invalid, "request")
      case .cancelled: (.cancelled, "cancelled")
      default: (.unavailable, "connect")
      }
    self.init(code, error.message, detail: ["reason": .string(reason)])
  }
}
