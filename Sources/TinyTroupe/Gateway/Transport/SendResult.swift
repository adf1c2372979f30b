import TinyTroupeJSON
import TinyTroupeKernel

/// What came of sending a call once.
enum SendResult: Sendable {
  case answered(Reply)
  case failed(PluginError)
  /// The call's time was over.
  case overdue

  /// What it says about the way to the endpoint.
  var way: Circuit.Outcome {
    switch self {
    case .answered: .reached
    case .overdue: .unknown
    case .failed(let error):
      if error.code == .cancelled {
        .unknown
      } else if error.isUnreachable {
        .unreachable
      } else {
        .reached
      }
    }
  }

  /// What it says about the endpoint's load.
  var load: ConcurrencyLimit.Load {
    switch self {
    case .answered: .borne
    case .overdue: .unknown
    case .failed(let error): error.isThrottled ? .tooHigh : .unknown
    }
  }
}

// The reasons and statuses are those of the contract `llm`.
extension PluginError {
  private var reason: String? { detail["reason"]?.string }

  /// Whether the same call may succeed when it is sent again.
  var mayPass: Bool {
    (code == .unavailable || code == .exhausted) && reason != "quota"
      && reason != Self.budgetReason
  }

  /// Whether there was no connection to the server, or no answer in time.
  fileprivate var isUnreachable: Bool { reason == "connect" || reason == "timeout" }

  /// Whether the server turned the call away because there were too many.
  fileprivate var isThrottled: Bool {
    guard mayPass else { return false }
    // 529 is what some providers say for "overloaded".
    return code == .exhausted || [429, 503, 529].contains(detail["http_status"]?.integer)
  }

  /// How long the server wants to be left alone.
  var askedPause: Duration? {
    guard let asked = detail["retry_after_ms"]?.integer, asked > 0 else { return nil }
    return .milliseconds(asked)
  }
}
