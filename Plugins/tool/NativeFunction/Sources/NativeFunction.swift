public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Lets a person call C functions that the study declares.
///
/// Each call is made with libffi in a process of its own, so that a function that crashes or hangs is something
/// that the person perceives, and nothing else. An instance keeps nothing.
public struct NativeFunction: Tool {
  /// `native` of the plugin `org.tinytroupe.native`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.native", version: "0.1.0", name: "native")

  private static let program = "tinytroupe-native"
  private let functions: [DeclaredFunction]

  /// Reads the functions.
  public init(config: JSON) throws {
    functions = try (config["functions"]?.array ?? []).map(DeclaredFunction.init)
  }

  /// Lists an action for each function.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    Response(["actions": .array(functions.map(\.action))])
  }

  /// Calls a function.
  public func perform(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    guard let function = functions.first(where: { $0.type == json["type"]?.string }) else {
      throw PluginFailure(
        .unsupported, "native: there is no action '\(json["type"]?.string ?? "")'.")
    }
    let words = try function.words(json["input"] ?? [:])
    let result: ProgramResult
    do {
      result = try await call.send(.run(Self.program, words, timeout: function.milliseconds))
    } catch let failure as PluginFailure where failure.code == .deadline {
      throw PluginFailure(.deadline, "\(function.symbol) did not return in time.")
    }
    guard result.status == 0 else {
      let reason = result.error.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
      throw PluginFailure(
        .unavailable,
        result.status == 2
          ? "\(function.symbol): \(reason)" : "\(function.symbol) crashed (\(result.status)).")
    }
    return function.response(String(decoding: result.output, as: UTF8.self))
  }
}
