public import TinyTroupeJSON

/// A request to a server that the manifest permits.
public struct HTTPRequest: Sendable {
  /// A header's value.
  public enum HeaderValue: Sendable {
    /// A text.
    case text(String)
    /// A secret by its name, after a prefix such as `Bearer `; the host fills it in and the plugin
    /// never sees it.
    case secret(String, prefix: String = "")
  }

  /// The method, such as `POST`.
  public var method: String
  /// The address.
  public var url: String
  /// The headers, in order.
  public var headers: [(name: String, value: HeaderValue)]
  /// The bytes to send.
  public var body: [UInt8]
  /// The longest that the whole exchange may take, in milliseconds; nil for the host's limit.
  public var timeout: Int?
  /// The longest that connecting may take, in milliseconds; nil for the host's limit.
  public var connectTimeout: Int?
  /// The longest silence of the server, in milliseconds; nil for the host's limit.
  public var idleTimeout: Int?

  /// Makes a request.
  public init(
    _ method: String, _ url: String, headers: [(name: String, value: HeaderValue)] = [],
    body: [UInt8] = [], timeout: Int? = nil, connectTimeout: Int? = nil, idleTimeout: Int? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
  }
}

/// What a server answered.
public struct HTTPReply: Sendable {
  /// The status, such as 200.
  public let status: Int
  /// The headers; names as the server wrote them.
  public let headers: JSONObject
  /// The bytes; empty when they were streamed.
  public let body: [UInt8]

  /// The value of a header, whatever the case of its name; nil when it is absent.
  public func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.key.lowercased() == name }?.value.string
  }
}

extension ServiceRequest where Answer == HTTPReply {
  /// Sends a request to a server.
  ///
  /// With `stream`, the bytes come as deltas: use `Call.stream`.
  public static func http(_ request: HTTPRequest, stream: Bool = false) -> ServiceRequest {
    ServiceRequest(
      .http, "request", bytes: request.bytes(stream: stream), body: request.body
    ) { reply in
      let result = try reply.result
      return HTTPReply(
        status: try result.member("status", of: .http).integer ?? 0,
        headers: result["headers"]?.object ?? [:], body: reply.body)
    }
  }
}

extension HTTPRequest {
  fileprivate func bytes(stream: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.member("method", method)
      json.member("url", url)
      json.key("headers")
      json.object { object in
        for header in headers { object.member(header.name, header.value.json) }
      }
      if let timeout { json.member("timeout_ms", timeout) }
      if let connectTimeout { json.member("connect_timeout_ms", connectTimeout) }
      if let idleTimeout { json.member("idle_timeout_ms", idleTimeout) }
      if stream { json.member("stream", true) }
    }
    return writer.bytes
  }
}

extension HTTPRequest.HeaderValue {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .secret(let name, prefix: ""): ["$secret": .string(name)]
    case .secret(let name, let prefix): ["$secret": .string(name), "prefix": .string(prefix)]
    }
  }
}
