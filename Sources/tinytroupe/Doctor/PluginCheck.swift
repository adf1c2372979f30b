/// One thing that the doctor looks at, in a process of its own.
enum PluginCheck: String, CaseIterable, Sendable {
  case manifest = "M1"
  case file = "F1"
  case loads = "L1"
  case loadsQuickly = "L3"
  case instance = "C1"
  case unknownOperation = "C2"
  case examples = "C4"
  case hostileRequests = "C3"
  case determinism = "B1"
  case rules = "B5"
  case output = "B8"
  case growth = "S1"
  case concurrency = "S2"

  /// What is looked at, in a sentence.
  var text: String {
    switch self {
    case .manifest: "The manifest can be read."
    case .file: "The library is there, and is one for this machine."
    case .loads: "It loads, and is what its manifest says."
    case .loadsQuickly: "It loads in less than 100 ms."
    case .instance: "An instance of each component can be made."
    case .unknownOperation: "An operation that there is not is refused as unsupported."
    case .hostileRequests: "Requests that make no sense are answered, and nothing breaks."
    case .examples: "The contract's examples are answered as the contract says."
    case .determinism: "The same request under the same seed has the same answer."
    case .rules: "No rule of the interface is broken."
    case .output: "Nothing is written to standard output."
    case .growth: "A thousand instances, made and destroyed, leave no memory behind."
    case .concurrency: "Instances that are used side by side do not disturb each other."
    }
  }

  /// The check without which this one makes no sense; nil for the first.
  var needs: PluginCheck? {
    switch self {
    case .manifest: nil
    case .file: .manifest
    case .loads: .file
    case .loadsQuickly, .instance: .loads
    case .unknownOperation, .growth: .instance
    case .examples: .unknownOperation
    case .hostileRequests, .determinism, .rules, .output, .concurrency: .examples
    }
  }
}

/// What came of a check.
enum CheckVerdict: String, Sendable {
  case pass
  case warn
  case fail
  case crash
  case timeOut = "time-out"
  case skip

  /// Whether the plugin should not be used.
  var isBad: Bool { self == .fail || self == .crash || self == .timeOut }
}

/// A check, what came of it, and why.
struct CheckResult: Sendable {
  let check: PluginCheck
  let verdict: CheckVerdict
  /// Why, in a sentence or two; empty for a plain pass.
  let text: String
  /// Whether it was not carried out because another one found something.
  var isBlocked = false
}
