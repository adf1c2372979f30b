internal import TinyTroupeJSON

/// What a program came to.
public struct ProgramResult: Sendable, Hashable {
  /// Its exit status; 0 for success.
  public let status: Int
  /// What it wrote to standard output.
  public let output: [UInt8]
  /// The beginning of what it wrote to standard error.
  public let error: String
}

extension ServiceRequest where Answer == ProgramResult {
  /// Runs a program that the manifest declares, with `input` as its standard input, and no shell in between.
  ///
  /// - Parameter timeout: The longest that it may take, in milliseconds; nil for a minute.
  public static func run(
    _ program: String, _ arguments: [String] = [], input: [UInt8] = [], timeout: Int? = nil
  ) -> ServiceRequest {
    var request: JSONObject = [
      "program": .string(program), "arguments": .array(arguments.map(JSON.string)),
    ]
    request["timeout_ms"] = timeout.map { .integer(Int64($0)) }
    return ServiceRequest(.exec, "run", .object(request), body: input) { reply in
      let result = try reply.result
      return ProgramResult(
        status: try result.member("status", of: .exec).integer ?? -1, output: reply.body,
        error: result["error"]?.string ?? "")
    }
  }
}
