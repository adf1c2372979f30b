import TinyTroupeJSON
import TinyTroupeKernel

/// The parts of a completion request that the gateway reads; the messages travel beside it, unread.
struct CompletionEnvelope: Sendable {
  let purpose: String
  var schema: JSON?
  var streams = false
  /// Whether one reply serves all who ask the same in a run.
  var isShared = false
  var maxOutputTokens = standardLimit
  /// The request as it is sent: it always has a limit of output tokens.
  private(set) var bytes: [UInt8] = []

  /// Without a limit a call's cost would have none either.
  static let standardLimit = 2000

  init(purpose: String) {
    self.purpose = purpose
  }

  init(parsing bytes: [UInt8]) throws(PluginError) {
    do {
      // `about` is large and nobody's business here, so it is passed over, not parsed.
      let parts = try JSONSlices(of: bytes[...])
      guard let purpose = try parts.value("purpose")?.string else {
        throw JSONError(reason: "'purpose' is missing", offset: 0)
      }
      self.purpose = purpose
      schema = try parts.value("schema")
      streams = try parts.value("stream")?.bool ?? false
      isShared = try parts.value("shared")?.bool ?? false
      let limit = try parts.value("max_output_tokens")
      maxOutputTokens = try Self.limit(limit)
      self.bytes = limit == nil ? Self.limited(bytes) : bytes
    } catch {
      throw PluginError(.invalid, "The request to tt.llm is not what it must be: \(error).")
    }
  }

  private static func limit(_ value: JSON?) throws(JSONError) -> Int {
    guard let value else { return standardLimit }
    guard let limit = value.integer, limit > 0 else {
      throw JSONError(reason: "'max_output_tokens' must be a whole number above 0", offset: 0)
    }
    return limit
  }

  /// The same object with the standard limit as its first member.
  private static func limited(_ bytes: [UInt8]) -> [UInt8] {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return bytes }
    var longer = Array(bytes[...start])
    longer += "\"max_output_tokens\":\(standardLimit),".utf8
    longer += bytes[(start + 1)...]
    return longer
  }
}
