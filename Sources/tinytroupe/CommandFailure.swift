/// Why a command ends without success: a message for standard error, and an exit status of sysexits.
struct CommandFailure: Error, Sendable {
  /// The exit statuses that this program uses.
  enum Status: Int32, Sendable {
    case usage = 64
    case wrongStudy = 65
    case unavailable = 69
    case `internal` = 70
    case stoppedEarly = 75
  }

  let status: Int32
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status.rawValue
    self.message = message
  }

  init(status: Int32, message: String) {
    self.status = status
    self.message = message
  }
}
