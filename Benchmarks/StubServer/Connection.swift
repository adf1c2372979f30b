import Glibc

/// One client's connection.
///
/// Used by the server thread alone.
final class Connection {
  /// What reading or writing came to.
  enum Outcome {
    case open
    case blocked
    case closed
  }

  let descriptor: Int32
  /// The answer under way.
  var answer: PlannedAnswer?
  /// Counts answers, so that a deadline of an earlier one is known to be stale.
  var turn = 0
  private(set) var isClosed = false
  private var input = RequestBuffer()
  private var sent = 0

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether the answer has been sent whole.
  var isSent: Bool { sent == answer?.bytes.count ?? 0 }

  /// Takes what has arrived.
  func read(scratch: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
      if count < 0 { return errno == EAGAIN || errno == EINTR ? .open : .closed }
      if count == 0 { return .closed }
      input.append(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
      if count < scratch.count { return .open }
    }
  }

  /// Takes the next complete request from what has arrived.
  func next() -> RequestBuffer.Next {
    input.next()
  }

  func begin(_ answer: PlannedAnswer) {
    self.answer = answer
    turn += 1
    sent = 0
  }

  /// Sends up to `limit` bytes of the answer.
  func write(limit: Int) -> Outcome {
    guard let answer else { return .open }
    let end = min(answer.bytes.count, limit < .max ? sent + limit : .max)
    while sent < end {
      let count = answer.bytes.withUnsafeBytes { bytes in
        send(descriptor, bytes.baseAddress?.advanced(by: sent), end - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 { return errno == EAGAIN || errno == EINTR ? .blocked : .closed }
      sent += count
    }
    return .open
  }

  func close() {
    isClosed = true
    Glibc.close(descriptor)
  }
}
