import Glibc
import StubServer
import TinyTroupeHTTP

/// A running stub server with a client for it.
struct Fixture: ~Copyable {
  let server: StubServer
  let client: HTTPClient
  let port: UInt16

  init(_ behaviour: StubBehaviour = StubBehaviour()) throws {
    server = StubServer(behaviour)
    port = try server.start()
    client = HTTPClient(HTTPClient.Configuration(usesProxyEnvironment: false))
  }

  deinit {
    server.stop()
  }

  /// What the server is called in errors.
  var origin: String { "127.0.0.1:\(port)" }

  func url(_ path: String) -> String { "http://\(origin)\(path)" }

  /// A chat request such as a model plugin sends.
  func chat(_ text: String = "Hello", stream: Bool = false) -> HTTPRequest {
    let body =
      #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}],"stream":\#(stream)}"#
    return HTTPRequest(
      method: "POST", url: url("/v1/chat/completions"),
      headers: [("Content-Type", "application/json")], body: Array(body.utf8))
  }
}

/// What became of a request.
func result(_ client: HTTPClient, _ request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
  do throws(HTTPError) {
    return .success(try await client.send(request))
  } catch {
    return .failure(error)
  }
}

extension Result where Failure == HTTPError {
  var error: HTTPError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// Bytes that look random and are the same in every run.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

/// Raises the limit of open files as far as the system lets an ordinary process.
func raiseOpenFileLimit() {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
