/// Why a run cannot be read or written.
package struct RunStoreError: Error, Sendable, Equatable {
  /// What kind of failure it is; it can grow.
  package struct Code: Sendable, Hashable {
    private let name: String

    /// There is nothing at that place.
    package static let notFound = Code(name: "notFound")
    /// What is there is no run.
    package static let notARun = Code(name: "notARun")
    /// A newer program wrote it.
    package static let newerSchema = Code(name: "newerSchema")
    /// The file cannot be trusted any more.
    package static let damaged = Code(name: "damaged")
    /// The disk has no room.
    package static let diskFull = Code(name: "diskFull")
    /// Another process writes this run.
    package static let inUse = Code(name: "inUse")
    /// A call with this path has been logged already.
    package static let repeatedCall = Code(name: "repeatedCall")
    /// The system refuses a file operation.
    package static let inaccessible = Code(name: "inaccessible")
    /// The run came to its end, so it cannot be resumed.
    package static let hasEnded = Code(name: "hasEnded")
    /// The run's people are others than the study's.
    package static let otherPeople = Code(name: "otherPeople")
    /// Another model would answer than the run had.
    package static let otherBackend = Code(name: "otherBackend")
    /// No fork can start there.
    package static let noSuchPoint = Code(name: "noSuchPoint")
    /// The run was closed before.
    package static let closed = Code(name: "closed")
    /// The database refuses a statement: a defect of the store.
    package static let refused = Code(name: "refused")
  }

  /// What kind of failure it is.
  package let code: Code
  /// What it is about: a file, a folder, a call.
  package let subject: String
  /// Why, in the words of whoever refused.
  package let reason: String

  init(_ code: Code, _ subject: String, _ reason: String = "") {
    self.code = code
    self.subject = subject
    self.reason = reason
  }
}

// MARK: - CustomStringConvertible

extension RunStoreError: CustomStringConvertible {
  /// What, where, why, and what to do next.
  package var description: String {
    switch code {
    case .notFound:
      "There is no run at \(subject). `tinytroupe runs` lists those that there are."
    case .notARun:
      "\(subject) is not a run of TinyTroupe: \(reason). Name a run's folder; "
        + "`tinytroupe runs` lists them."
    case .newerSchema:
      "\(subject) was written by a newer TinyTroupe (\(reason)). Update TinyTroupe to read it."
    case .damaged:
      "\(subject) is damaged: \(reason). Restore it from a copy; "
        + "`sqlite3 \(subject) .recover` saves what can be read."
    case .diskFull:
      "The disk is full: \(subject) cannot grow. What was committed is kept. "
        + "Free some space, then: tinytroupe run --resume \(RunFolder.of(subject).path)"
    case .inUse:
      "\(subject) is being written by another process. Wait until it has ended."
    case .repeatedCall:
      "The call \(subject) is in the log already; a path is logged once."
    case .hasEnded:
      "The run \(subject) has come to its end; there is nothing to resume. "
        + "To go another way from a step of it: run --fork \(subject)@STEP."
    case .otherPeople:
      "\(reason). Run the study anew, or leave its agents as they were."
    case .otherBackend:
      "The run \(subject) was answered by \(reason). Set what the first is chosen by, such as its key, and resume again."
    case .noSuchPoint:
      "The run \(subject) has no step or checkpoint \(reason)."
    case .closed:
      "The run \(subject) is closed; nothing can be added to it."
    case .refused:
      "\(subject) refused what was to be written: \(reason). "
        + "This is a defect of TinyTroupe; please report it."
    default:
      "\(subject) cannot be used: \(reason). Check its permissions and the disk."
    }
  }
}
