import TinyTroupeJSON
import TinyTroupeKernel

extension CallRecord {
  /// The outcome as whoever asked gets it: the reply, with what the call used, or the failure.
  func reply() throws(PluginError) -> Reply {
    switch outcome {
    case .reply(let json, let body):
      return Reply(result: json, body: body, usage: usage == TokenUsage() ? nil : usage.json.bytes)
    case .failure(let status, let error):
      throw PluginError(status: status, logged: error)
    }
  }

  /// The record of the same outcome in another run, which paid nothing for it.
  var answeredAgain: CallRecord {
    var record = self
    record.attempts = 0
    record.cost = .zero
    record.startedNS = wallClock()
    record.finishedNS = record.startedNS
    return record
  }
}

extension PluginError {
  /// The error as the call log keeps it.
  func logged(_ rejected: [String]) -> [UInt8] {
    var object: JSONObject = ["message": .string(message)]
    var detail = detail.object ?? [:]
    if !rejected.isEmpty {
      detail["reply"] = nil
      detail["replies"] = .array(rejected.map { .string($0) })
    }
    if !detail.isEmpty { object["detail"] = .object(detail) }
    object["plugin"] = plugin.map { .string($0) }
    object["path"] = path.map { .string($0) }
    return JSON.object(object).bytes
  }

  /// Reads an error as the call log keeps it.
  init(status: Int32, logged bytes: [UInt8]) {
    let json = (try? JSON(parsing: bytes)) ?? [:]
    self.init(
      Code(rawValue: status), json["message"]?.string ?? "The log does not say why it failed.",
      detail: json["detail"] ?? .null, plugin: json["plugin"]?.string, path: json["path"]?.string)
  }
}

extension TokenUsage {
  /// No call uses as much; a server that reports more is wrong, and sums must not overflow.
  private static let most = 1_000_000_000

  /// Reads the usage that a backend reported.
  init(_ bytes: [UInt8]?) {
    let json = bytes.flatMap { try? JSON(parsing: $0) } ?? .null
    func tokens(_ key: String) -> Int { min(max(json[key]?.integer ?? 0, 0), Self.most) }
    self.init(
      input: tokens("input_tokens"), cached: tokens("cached_input_tokens"),
      output: tokens("output_tokens"), reasoning: tokens("reasoning_tokens"))
  }

  /// The usage as the contract of backends has it.
  var json: JSON {
    [
      "input_tokens": .integer(Int64(input)), "cached_input_tokens": .integer(Int64(cached)),
      "output_tokens": .integer(Int64(output)), "reasoning_tokens": .integer(Int64(reasoning)),
    ]
  }
}
