internal import CTinyTroupe
internal import Synchronization

/// Bytes that a plugin may read until its call ends.
///
/// They stay where they are.
final class LentMemory: Sendable {
  // Addresses, since pointers are not Sendable.
  private let pieces = Mutex<[UInt]>([])

  deinit {
    giveBack()
  }

  /// Frees everything.
  ///
  /// The plugin may not read it any more.
  func giveBack() {
    let addresses = pieces.withLock { pieces in
      defer { pieces = [] }
      return pieces
    }
    for address in addresses { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
  }

  func text(_ bytes: [UInt8]) -> tt_str {
    let start = UnsafeRawPointer(copy(bytes))
    return tt_str(ptr: start?.assumingMemoryBound(to: CChar.self), len: bytes.count)
  }

  func bytes(_ bytes: [UInt8]) -> tt_bytes {
    tt_bytes(ptr: copy(bytes), len: bytes.count)
  }

  private func copy(_ bytes: [UInt8]) -> UnsafePointer<UInt8>? {
    guard !bytes.isEmpty else { return nil }
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = piece.initialize(from: bytes)
    pieces.withLock { $0.append(UInt(bitPattern: piece.baseAddress)) }
    return UnsafePointer(piece.baseAddress)
  }
}
