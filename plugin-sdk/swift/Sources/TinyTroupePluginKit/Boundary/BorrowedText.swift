package import CTinyTroupe

// Text and bytes on their way across the border. Nothing here outlives the closure or call it is
// made for.

extension tt_str {
  /// The bytes, borrowed.
  package var buffer: UnsafeRawBufferPointer {
    // SAFETY: whoever passes a tt_str promises `len` readable bytes for the call.
    UnsafeRawBufferPointer(start: ptr, count: ptr == nil ? 0 : len)
  }

  /// The bytes, copied.
  package var bytes: [UInt8] { Array(buffer) }

  /// The text, copied; nil when it is not UTF-8.
  package var text: String? { String(validating: buffer, as: UTF8.self) }

  /// Borrows a buffer, without a copy.
  // SAFETY: the result is used only while `buffer` is valid.
  package init(_ buffer: UnsafeBufferPointer<UInt8>) {
    let start = UnsafeRawPointer(buffer.baseAddress)
    self.init(ptr: start?.assumingMemoryBound(to: CChar.self), len: buffer.count)
  }
}

extension tt_bytes {
  /// The bytes, copied.
  package var bytes: [UInt8] {
    // SAFETY: whoever passes a tt_bytes promises `len` readable bytes for the call.
    Array(UnsafeBufferPointer(start: ptr, count: ptr == nil ? 0 : len))
  }
}

extension String {
  /// Lends the text to a function of the host.
  package func withBorrowed<Result>(_ body: (tt_str) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { body(tt_str($0)) }
  }
}

extension [UInt8] {
  /// Lends bytes that are text to a function of the host.
  package func withBorrowedText<Result>(_ body: (tt_str) -> Result) -> Result {
    withUnsafeBufferPointer { body(tt_str($0)) }
  }

  /// Lends bytes to a function of the host.
  package func withBorrowed<Result>(_ body: (tt_bytes) -> Result) -> Result {
    withUnsafeBufferPointer { body(tt_bytes(ptr: $0.baseAddress, len: $0.count)) }
  }
}
