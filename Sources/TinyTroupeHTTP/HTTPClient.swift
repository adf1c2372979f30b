import CLibCurl

/// An HTTP client: any number of transfers at once on one thread of its own, with connections kept
/// for reuse.
///
/// HTTP/2 is used where a TLS server offers it. The proxy variables of the environment
/// (`http_proxy`, `https_proxy`, `no_proxy`) are honoured. Nothing limits how many transfers run at
/// once but the number of files that the process may open; raise it (RLIMIT_NOFILE) for more than
/// some hundred.
public final class HTTPClient: Sendable {
  /// How a client treats all its transfers.
  public struct Configuration: Sendable {
    /// How many connections to one host may be open at once; nil (the default) sets no limit.
    ///
    /// An HTTP/2 connection carries 100 requests at once. Beyond the first hundred libcurl opens a
    /// connection for each further request, unless it meets this limit: 10 is right for a thousand.
    public var maxConnectionsPerHost: Int?

    /// How many unused connections are kept for later; 4,096 by default, more than any step has
    /// calls in flight.
    public var maxIdleConnections: Int

    /// A PEM file with the authorities to trust instead of the system's; nil (the default) for the
    /// system's.
    public var certificateAuthorities: String?

    /// Whether the environment's proxy variables are honoured; true by default.
    public var usesProxyEnvironment: Bool

    /// Makes a configuration.
    public init(
      maxConnectionsPerHost: Int? = nil, maxIdleConnections: Int = 4096,
      certificateAuthorities: String? = nil, usesProxyEnvironment: Bool = true
    ) {
      self.maxConnectionsPerHost = maxConnectionsPerHost
      self.maxIdleConnections = maxIdleConnections
      self.certificateAuthorities = certificateAuthorities
      self.usesProxyEnvironment = usesProxyEnvironment
    }
  }

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  private let queue = TransferQueue()
  private let counter = TransferCounter()
  private let finish = Completion()

  /// Starts the client's thread.
  public init(_ configuration: Configuration = Configuration()) {
    precondition(Self.isReady, "libcurl can't initialise itself")
    let started = TransferThread.start { [queue, counter] in
      TransferLoop(queue: queue, counter: counter, configuration: configuration).run()
    } onEnd: { [finish] in
      finish.complete()
    }
    precondition(started, "the system refuses a thread for HTTP")
  }

  deinit {
    queue.add(.stop)
  }

  /// What the client has done so far. [any thread]
  public var statistics: HTTPStatistics { counter.now }

  /// Begins a transfer, and returns at once. [any thread]
  ///
  /// Events come one after another on the client's thread, where all other transfers wait
  /// meanwhile: `onEvent` must not block. After `shutdown()` the only event comes before this
  /// returns, on the calling thread.
  @discardableResult
  public func stream(
    _ request: HTTPRequest, onEvent: @escaping @Sendable (HTTPEvent, HTTPTransfer) -> Void
  ) -> HTTPTransfer {
    let transfer = HTTPTransfer(request, queue: queue)
    begin(transfer, onEvent: onEvent)
    return transfer
  }

  private func begin(
    _ transfer: HTTPTransfer, onEvent: @escaping @Sendable (HTTPEvent, HTTPTransfer) -> Void
  ) {
    guard !queue.add(.start(transfer, onEvent: onEvent)) else { return }
    onEvent(.end(.failure(.shutDown(Origin(url: transfer.request.url)))), transfer)
  }

  /// Sends a request, and returns its complete answer.
  ///
  /// Cancelling the task cancels the transfer. A status such as 404 or 500 is an answer like any
  /// other.
  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let transfer = HTTPTransfer(request, queue: queue)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let gathering = ResponseGathering(for: continuation)
        begin(transfer) { event, _ in gathering.receive(event) }
      }
    } onCancel: {
      // Also before `begin`: the thread looks at the transfer when it starts it.
      transfer.cancel()
    }
    return try result.get()
  }

  /// Ends all transfers with the error `.cancelled` and closes all connections; returns when that
  /// is done.
  ///
  /// Without it the same happens, unwaited for, when the last reference to the client goes.
  public func shutdown() async {
    queue.add(.stop)
    await finish.wait()
  }
}
