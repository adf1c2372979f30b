public import CTinyTroupe
public import TinyTroupeJSON

/// Why a call to a plugin or to a service did not succeed.
public struct PluginError: Error, Sendable, Equatable {
  /// A status of the ABI in words; it can grow.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The `tt_status` value, negative.
    public let rawValue: tt_status
    /// Wraps a `tt_status`.
    public init(rawValue: tt_status) { self.rawValue = rawValue }

    /// The request is wrong; repeating it is useless.
    public static let invalid = Code(rawValue: TT_E_INVALID)
    /// What was asked for does not exist.
    public static let notFound = Code(rawValue: TT_E_NOT_FOUND)
    /// The operation is unknown.
    public static let unsupported = Code(rawValue: TT_E_UNSUPPORTED)
    /// The caller asked to stop.
    public static let cancelled = Code(rawValue: TT_E_CANCELLED)
    /// Time ran out.
    public static let deadline = Code(rawValue: TT_E_DEADLINE)
    /// It may work later.
    public static let unavailable = Code(rawValue: TT_E_UNAVAILABLE)
    /// A rate limit or a budget was met.
    public static let exhausted = Code(rawValue: TT_E_EXHAUSTED)
    /// Not allowed now: wrong thread, stale handle, missing label.
    public static let state = Code(rawValue: TT_E_STATE)
    /// A defect of the plugin or of the host.
    public static let `internal` = Code(rawValue: TT_E_INTERNAL)
  }

  /// What kind of failure it is.
  public var code: Code
  /// What happened, in a sentence for people.
  public var message: String
  /// Facts for programs: `retry_after_ms`, `reason`, `hint`, …; `null` when there are none.
  public var detail: JSON
  /// The id of the plugin that failed, if one did.
  public var plugin: String?
  /// The path of the call that failed, if there was one.
  public var path: String?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, detail: JSON = .null, plugin: String? = nil,
    path: String? = nil
  ) {
    self.code = code
    self.message = message
    self.detail = detail
    self.plugin = plugin
    self.path = path
  }

  /// The JSON that crosses the ABI: `{"message":…,"detail":…}`.
  var wire: [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("message", message)
      if !detail.isNull { $0.member("detail", detail) }
    }
    return writer.bytes
  }
}

// MARK: - CustomStringConvertible

extension PluginError: CustomStringConvertible {
  /// The message with the plugin and the call that it came from.
  public var description: String {
    var text = message
    if let plugin, !text.contains(plugin) { text += " (plugin \(plugin))" }
    if let path { text += " [\(path)]" }
    return text
  }
}
