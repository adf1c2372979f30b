internal import CTinyTroupe
public import TinyTroupeJSON

/// Why an operation or a nested call failed; maps one to one to a status of the ABI and its text.
public struct PluginFailure: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is, for programs.
  public let code: Code
  /// What, where and why, and the next step, for people.
  public let message: String
  /// Facts for programs, such as `retry_after_ms`, `path` or `hint`; null when there are none.
  public let detail: JSON

  /// Makes a failure.
  public init(_ code: Code, _ message: String, detail: JSON = .null) {
    self.code = code
    self.message = message
    self.detail = detail
  }

  /// The message with its code.
  public var description: String { "\(message) (\(code))" }
}

// MARK: - Code

extension PluginFailure {
  /// A kind of failure, with the status of the ABI that it maps to.
  public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The status: a negative number.
    public let rawValue: Int32

    /// Makes a code from a status of the ABI.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The request is wrong; repeating it is useless.
    public static let invalid = Code(rawValue: TT_E_INVALID)
    /// What was asked for does not exist.
    public static let notFound = Code(rawValue: TT_E_NOT_FOUND)
    /// The operation is unknown.
    public static let unsupported = Code(rawValue: TT_E_UNSUPPORTED)
    /// Somebody asked for the call to stop.
    public static let cancelled = Code(rawValue: TT_E_CANCELLED)
    /// The call took longer than it may.
    public static let deadline = Code(rawValue: TT_E_DEADLINE)
    /// It may work later.
    public static let unavailable = Code(rawValue: TT_E_UNAVAILABLE)
    /// A rate limit or a budget is used up; the detail may carry `retry_after_ms`.
    public static let exhausted = Code(rawValue: TT_E_EXHAUSTED)
    /// Not allowed now: a wrong thread, a stale call, a missing label.
    public static let state = Code(rawValue: TT_E_STATE)
    /// A defect.
    public static let `internal` = Code(rawValue: TT_E_INTERNAL)

    private static let names: [Code: String] = [
      invalid: "invalid", notFound: "not found", unsupported: "unsupported",
      cancelled: "cancelled", deadline: "deadline", unavailable: "unavailable",
      exhausted: "exhausted", state: "state", `internal`: "internal",
    ]

    /// The code in words.
    public var description: String { Self.names[self] ?? "status \(rawValue)" }
  }
}

// MARK: - Failures of the kit

extension PluginFailure {
  static func unsupported(_ op: String, by component: any Component.Type) -> PluginFailure {
    let name = component.identity.name
    return PluginFailure(
      .unsupported, "The \(component.kind) '\(name)' has no operation '\(op)'.")
  }

  static func missing(_ service: String) -> PluginFailure {
    PluginFailure(
      .notFound,
      "The service '\(service)' is not available. List it under 'requires.services' in plugin.yaml."
    )
  }

  /// Gives any error a code and a text; a `PluginFailure` stays what it is.
  package init(describing error: any Error) {
    switch error {
    case let failure as PluginFailure: self = failure
    case is CancellationError: self.init(.cancelled, "The call was cancelled.")
    default: self.init(.internal, String(describing: error))
    }
  }
}
