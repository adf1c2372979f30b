/// What goes wrong with model servers.
extension StubReply {
  /// 401: the key is wrong.
  public static let unauthorized = error(
    401, type: "invalid_request_error", code: "invalid_api_key",
    message: "Incorrect API key provided.")

  /// 404: the model does not exist.
  public static let modelNotFound = error(
    404, type: "invalid_request_error", code: "model_not_found",
    message: "The model does not exist or you do not have access to it.")

  /// 429: too many requests, with how long to wait.
  public static func rateLimited(retryAfterSeconds seconds: Int) -> StubReply {
    var reply = error(
      429, type: "requests", code: "rate_limit_exceeded", message: "Rate limit reached.")
    reply.headers.append(("Retry-After", String(seconds)))
    return reply
  }

  /// 500: the server failed.
  public static let serverError = error(
    500, type: "server_error", code: "internal_error", message: "The server had an error.")

  /// 503: the server is overloaded.
  public static let overloaded = error(
    503, type: "server_error", code: "overloaded", message: "The engine is overloaded.")

  /// A status with an error object of the usual form.
  public static func error(
    _ status: Int, type: String, code: String, message: String
  ) -> StubReply {
    json(
      #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":"\#(code)"}}"#,
      status: status)
  }

  /// A web page where JSON is expected, as captive portals and proxies give.
  public static let html = StubReply.bytes(
    Array("<!DOCTYPE html>\n<html><body><h1>Welcome</h1></body></html>\n".utf8), type: "text/html")

  /// A complete HTTP message whose JSON ends too early.
  public static let truncatedJSON = json(#"{"id":"chatcmpl-1","object":"chat.completion","cho"#)

  /// An HTTP message that ends before its announced length.
  public static let truncatedHTTP = content(StubBehaviour.defaultContent)
    .delivered(.cut(keeping: 20))

  /// A connection that closes without a byte.
  public static let dropped = content("").delivered(.dropped)

  /// No answer, ever, on a connection that stays open.
  public static let hanging = content("").delivered(.never)

  /// Something that is not HTTP.
  public static let garbage = StubReply(body: .wire(Array("220 mail.example ESMTP ready\r\n".utf8)))

  /// The model declines to answer.
  public static func refusal(_ text: String) -> StubReply {
    StubReply(body: .message(StubMessage(content: nil, refusal: text)))
  }

  /// A filter cut the answer.
  public static let contentFiltered = StubReply(
    body: .message(StubMessage(content: "", finish: "content_filter")))

  /// The answer reached its token limit.
  public static func lengthLimited(_ content: String) -> StubReply {
    StubReply(body: .message(StubMessage(content: content, finish: "length")))
  }

  /// An answer without a choice.
  public static let emptyChoices = StubReply(
    body: .message(StubMessage(content: nil, hasChoice: false)))

  /// An answer that says nothing.
  public static let emptyContent = content("")

  /// A chat completion whose content has bytes that are no UTF-8.
  public static let invalidUTF8 = StubReply.bytes(
    Array(#"{"id":"chatcmpl-1","choices":[{"index":0,"message":{"content":""#.utf8)
      + [0xFF, 0xC3, 0x28] + Array(#""},"finish_reason":"stop"}]}"#.utf8),
    type: "application/json")
}
