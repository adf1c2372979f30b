import CLibCurl

/// What libcurl calls during a transfer, on the transfer thread.
enum TransferCallbacks {
  /// Makes a handle report to the `ActiveTransfer` at `context`, which must outlive the handle's
  /// transfer.
  static func install(on easy: UnsafeMutableRawPointer, context: UnsafeMutableRawPointer) {
    tt_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
    tt_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    tt_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    tt_curl_set_pointer(easy, CURLOPT_READDATA, context)
    tt_curl_set_data_callback(easy, CURLOPT_READFUNCTION) { room, size, count, context in
      guard let room, let context else { return 0 }
      // SAFETY: as in `deliver`; libcurl has `size * count` bytes of room during this call.
      let transfer = Unmanaged<ActiveTransfer>.fromOpaque(context).takeUnretainedValue()
      return transfer.fill(UnsafeMutableRawBufferPointer(start: room, count: size * count))
    }
    tt_curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
      TransferCallbacks.deliver(data, size * count, context) { $0.receiveHeader($1) }
    }
    tt_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
      TransferCallbacks.deliver(data, size * count, context) { $0.receiveBody($1) }
    }
  }

  private static func deliver(
    _ data: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    to receive: (ActiveTransfer, UnsafeRawBufferPointer) -> ActiveTransfer.Demand
  ) -> Int {
    guard let context else { return 0 }
    // SAFETY: `context` is the transfer that the loop keeps until libcurl has let go of the handle;
    // `data` has `count` bytes during this call.
    let transfer = Unmanaged<ActiveTransfer>.fromOpaque(context).takeUnretainedValue()
    switch receive(transfer, UnsafeRawBufferPointer(start: data, count: count)) {
    case .more: return count
    case .later: return Int(CURL_WRITEFUNC_PAUSE)
    // Any other number than the count makes libcurl give up the transfer.
    case .stop: return count == 0 ? 1 : 0
    }
  }
}
