import CLibCurl

/// Drives all transfers of a client with libcurl's multi interface.
///
/// Made and used on the transfer thread alone.
final class TransferLoop {
  private let queue: TransferQueue
  private let counter: TransferCounter
  private let configuration: HTTPClient.Configuration
  // SAFETY: owned by this object from `init` to `deinit`; only the transfer thread touches it.
  private let multi: UnsafeMutableRawPointer
  private let events: SocketEvents
  private var active: [ObjectIdentifier: ActiveTransfer] = [:]
  private var idleHandles: [EasyHandle] = []
  private var isStopping = false

  init(
    queue: TransferQueue, counter: TransferCounter, configuration: HTTPClient.Configuration
  ) {
    guard let multi = curl_multi_init() else {
      preconditionFailure("libcurl has no memory for its transfers")
    }
    self.multi = multi
    self.queue = queue
    self.counter = counter
    self.configuration = configuration
    events = SocketEvents(multi: multi, bell: queue.bell)
    let perHost = configuration.maxConnectionsPerHost ?? 0
    tt_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHost)
    // Left to itself libcurl closes idle connections as soon as fewer transfers run, and the next
    // step opens them anew.
    tt_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maxIdleConnections)
  }

  deinit {
    curl_multi_cleanup(multi)
  }

  /// Works until the command `stop`, then ends what is still under way.
  func run() {
    while !isStopping {
      execute(queue.takeAll())
      // First what `execute` began: libcurl asks for that with a timer of 0 ms.
      if events.process(mayWait: !isStopping && queue.mayFallAsleep()) { queue.silence() }
      finishDone()
    }
    execute(queue.close())
    for transfer in active.values {
      end(transfer) { $0.fail(.shutDown(Origin(url: $0.transfer.request.url))) }
    }
  }

  // MARK: - Commands

  private func execute(_ commands: [TransferCommand]) {
    for command in commands {
      switch command {
      case .start(let transfer, let onEvent): start(transfer, onEvent)
      case .review(let transfer): review(transfer)
      case .stop: isStopping = true
      }
    }
  }

  private func start(
    _ transfer: HTTPTransfer, _ onEvent: @escaping @Sendable (HTTPEvent, HTTPTransfer) -> Void
  ) {
    if let error = refusal(of: transfer) { return onEvent(.end(.failure(error)), transfer) }
    guard let handle = idleHandles.popLast() ?? EasyHandle() else {
      return onEvent(.end(.failure(.outOfMemory(Origin(url: transfer.request.url)))), transfer)
    }
    let active = ActiveTransfer(transfer, handle: handle, onEvent: onEvent)
    // SAFETY: `self.active` keeps the object until `end`, which takes the handle from libcurl
    // first.
    let context = Unmanaged.passUnretained(active).toOpaque()
    handle.prepare(transfer.request, configuration: configuration, context: context)
    self.active[ObjectIdentifier(transfer)] = active
    counter.begin()
    curl_multi_add_handle(multi, handle.easy)
  }

  private func refusal(of transfer: HTTPTransfer) -> HTTPError? {
    let request = transfer.request
    if isStopping { return .shutDown(Origin(url: request.url)) }
    if transfer.isCancelled { return .cancelled(Origin(url: request.url)) }
    return RequestCheck.error(in: request)
  }

  private func review(_ transfer: HTTPTransfer) {
    guard let active = active[ObjectIdentifier(transfer)] else { return }
    if transfer.isCancelled {
      end(active) { $0.fail(.cancelled(Origin(url: transfer.request.url))) }
    } else if !transfer.isPaused {
      curl_easy_pause(active.handle.easy, CURLPAUSE_CONT)
    }
  }

  // MARK: - Ends

  private func finishDone() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      // SAFETY: the message is libcurl's until the next call on `multi`; everything needed is read
      // here.
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
        continue
      }
      let result = tt_curl_message_result(message)
      var context: UnsafeMutableRawPointer?
      tt_curl_get_pointer(easy, CURLINFO_PRIVATE, &context)
      guard let context else { continue }
      // SAFETY: `start` put an object there that `active` keeps until `end`.
      end(Unmanaged<ActiveTransfer>.fromOpaque(context).takeUnretainedValue()) {
        $0.finish(result)
      }
    }
  }

  /// Takes a transfer from libcurl, and reports its end.
  private func end(_ transfer: ActiveTransfer, report: (ActiveTransfer) -> Void) {
    let handle = transfer.handle
    curl_multi_remove_handle(multi, handle.easy)
    active[ObjectIdentifier(transfer.transfer)] = nil
    counter.end(connectionsOpened: handle.number(CURLINFO_NUM_CONNECTS))
    report(transfer)
    handle.reset()
    idleHandles.append(handle)
  }
}
