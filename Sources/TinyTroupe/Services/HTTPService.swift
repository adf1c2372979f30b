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

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "request" else {
      return .now(.failure(.unknownOperation("tt.http", request.op)))
    }
    return .later { sink throws(PluginError) in try await self.send(request, sink) }
  }

  private func send(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
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
        let transfer = client.stream(request) { event, _ in
          switch event {
          case .head(let status, let headers):
            head.withLock { $0 = Self.head(status, redaction.cleaned(headers)) }
          case .body(let bytes): sink(Array("{}".utf8), redaction.cleaned(bytes))
          case .end(.success): continuation.resume(returning: .success(Reply(head.withLock { $0 })))
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
