import CLibCurl
import CLinuxEvents
import Glibc

/// Waits for libcurl's sockets and timer, and for the queue's bell, with epoll.
///
/// Used by the transfer thread alone. With `curl_multi_poll` each wake would cost a system call per
/// transfer that waits; here it costs only what has happened.
final class SocketEvents {
  // SAFETY: the loop owns `multi`, and outlives every call here.
  private let multi: UnsafeMutableRawPointer
  private let bell: Int32
  private let epoll: Int32
  private var events = [epoll_event](repeating: epoll_event(), count: 256)
  /// When libcurl wants to be called without an event, in nanoseconds of the monotonic clock.
  ///
  /// Never early: libcurl would find nothing due, and would not ask for the same time again.
  private var deadline: Int64?

  init(multi: UnsafeMutableRawPointer, bell: Int32) {
    self.multi = multi
    self.bell = bell
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(epoll >= 0, "the system refuses an epoll descriptor (errno \(errno))")
    watch(bell, EPOLL_CTL_ADD, EPOLLIN.rawValue)
    install()
  }

  deinit {
    close(epoll)
  }

  /// Has libcurl call back here; to be called before the first transfer.
  private func install() {
    // SAFETY: the loop keeps this object as long as `multi`.
    let context = Unmanaged.passUnretained(self).toOpaque()
    tt_curl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
    tt_curl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
    tt_curl_multi_set_socket_callback(multi) { _, socket, what, context, known in
      guard let context else { return -1 }
      Unmanaged<SocketEvents>.fromOpaque(context).takeUnretainedValue()
        .change(socket, wanted: what, isKnown: known != nil)
      return 0
    }
    tt_curl_multi_set_timer_callback(multi) { _, milliseconds, context in
      guard let context else { return -1 }
      Unmanaged<SocketEvents>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds)
      return 0
    }
  }

  private func change(_ socket: Int32, wanted: Int32, isKnown: Bool) {
    guard wanted != CURL_POLL_REMOVE else { return watch(socket, EPOLL_CTL_DEL, 0) }
    var events: UInt32 = 0
    if wanted & CURL_POLL_IN != 0 { events |= EPOLLIN.rawValue }
    if wanted & CURL_POLL_OUT != 0 { events |= EPOLLOUT.rawValue }
    watch(socket, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, events)
    // Any pointer marks the socket as known; libcurl forgets it when it removes the socket.
    if !isKnown { curl_multi_assign(multi, socket, multi) }
  }

  private func watch(_ descriptor: Int32, _ operation: Int32, _ events: UInt32) {
    var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
    epoll_ctl(epoll, operation, descriptor, &event)
  }

  private func setTimer(_ milliseconds: Int) {
    deadline = milliseconds < 0 ? nil : Self.now() + Int64(milliseconds) * 1_000_000
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Lets libcurl work on what has happened, after a wait for it when `mayWait`; true when the bell
  /// rang.
  func process(mayWait: Bool) -> Bool {
    let patience = mayWait ? patience() : 0
    let count = epoll_wait(epoll, &events, Int32(events.count), patience)
    var running: Int32 = 0
    var hasRung = false
    for event in events.prefix(Int(max(0, count))) {
      guard event.data.fd != bell else {
        hasRung = true
        continue
      }
      curl_multi_socket_action(multi, event.data.fd, action(event.events), &running)
    }
    if let deadline, deadline <= Self.now() {
      self.deadline = nil
      curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
    }
    return hasRung
  }

  /// Milliseconds until the deadline, rounded up; -1 when there is none.
  private func patience() -> Int32 {
    guard let deadline else { return -1 }
    return Int32(clamping: max(0, deadline - Self.now() + 999_999) / 1_000_000)
  }

  private func action(_ events: UInt32) -> Int32 {
    var action: Int32 = 0
    if events & EPOLLIN.rawValue != 0 { action |= CURL_CSELECT_IN }
    if events & EPOLLOUT.rawValue != 0 { action |= CURL_CSELECT_OUT }
    if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { action |= CURL_CSELECT_ERR }
    return action
  }
}
