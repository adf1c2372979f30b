import Synchronization

/// Puts the events of a transfer together to one response, for the task that waits for it.
final class ResponseGathering: Sendable {
  private struct Parts {
    var status = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
  }

  private let parts = Mutex(Parts())
  private let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

  init(for continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>) {
    self.continuation = continuation
  }

  func receive(_ event: HTTPEvent) {
    switch event {
    case .head(let status, let headers):
      parts.withLock { parts in
        parts.status = status
        parts.headers = headers
      }
    case .body(let bytes):
      parts.withLock { parts in
        // Most answers come in one piece, which then need not be copied.
        if parts.body.isEmpty { parts.body = bytes } else { parts.body += bytes }
      }
    case .end(let result):
      continuation.resume(returning: result.map(response))
    }
  }

  private func response(_ summary: HTTPSummary) -> HTTPResponse {
    parts.withLock { parts in
      HTTPResponse(
        status: parts.status, headers: parts.headers, body: parts.body, summary: summary)
    }
  }
}
