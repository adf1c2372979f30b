public import TinyTroupeJSON

/// What came of using a tool.
public struct ToolOutcome: Sendable {
  /// What the person perceives of it.
  public let text: String
  /// The outcome for programs; nil when there is none.
  public let data: JSON?
  /// True when `text` says what was wrong with the attempt.
  public let isError: Bool
}

extension ServiceRequest where Answer == [JSON] {
  /// Lists the actions that the calling person's tools add: `type`, `text`, `input`, `tool`,
  /// `when`.
  public static func listTools() -> ServiceRequest {
    ServiceRequest(.tools, "list", [:]) { try $0.result.member("actions", of: .tools).array ?? [] }
  }
}

extension ServiceRequest where Answer == ToolOutcome {
  /// Performs an action of a tool.
  ///
  /// A mistake in `content` is an outcome, to be perceived, not an error.
  public static func performTool(_ type: String, content: String) -> ServiceRequest {
    ServiceRequest(.tools, "perform", ["type": .string(type), "content": .string(content)]) {
      let result = try $0.result
      return ToolOutcome(
        text: try result.member("text", of: .tools).string ?? "", data: result["data"],
        isError: result["error"]?.bool ?? false)
    }
  }
}
