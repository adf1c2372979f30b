import TinyTroupeHTTP
import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.http/1`: requests to hosts that the asking plugin's manifest declares. Keys are put in here and are
/// seen by nobody else.
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
    let http = try await makeRequest(json, request)
    let streams = json["stream"]?.bool ?? false
    do throws(HTTPError) {
      let response =
        streams
        ? try await client.streamed(http) { sink(Array("{}".utf8), $0) }
        : try await client.send(http)
      var headers = JSONObject()
      for (name, value) in response.headers { headers[name] = .string(value) }
      let result: JSON = [
        "status": .integer(Int64(response.status)), "headers": .object(headers),
      ]
      return Reply(result, body: response.body)
    } catch {
      throw PluginError(http: error)
    }
  }

  private func makeRequest(
    _ json: JSON, _ request: ServiceRequest
  ) async throws(PluginError) -> HTTPRequest {
    guard let url = json["url"]?.string, let address = WebAddress(url) else {
      throw PluginError(.invalid, "tt.http: '\(json["url"]?.string ?? "")' is no http or https URL.")
    }
    try permissions.check(address, request)
    var http = HTTPRequest(method: json["method"]?.string ?? "GET", url: url)
    http.body = request.body
    for header in json["headers"]?.object ?? [:] {
      if let value = try await secrets.header(header.value, name: header.key, for: request.pluginID) {
        http.headers.append((header.key, value))
      }
    }
    if let limit = json["timeout_ms"]?.integer { http.totalTimeout = .milliseconds(limit) }
    if let limit = json["connect_timeout_ms"]?.integer { http.connectTimeout = .milliseconds(limit) }
    if let limit = json["idle_timeout_ms"]?.integer { http.idleTimeout = .milliseconds(limit) }
    return http
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
