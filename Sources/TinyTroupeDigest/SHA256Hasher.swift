import CLibCrypto

/// A SHA-256 digest: 32 bytes, printed as 64 lower-case hexadecimal digits.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// Hashes `data` at once.
  public init(of data: some Sequence<UInt8>) {
    var hasher = SHA256Hasher()
    hasher.update(data)
    self = hasher.finish()
  }

  /// Takes a digest computed earlier; nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  fileprivate init(computed bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first eight bytes as a big-endian number, for seeding.
  public var prefix64: UInt64 {
    bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// An incremental SHA-256 (FIPS 180-4), computed by OpenSSL's libcrypto.
///
/// A value must be used by one thread at a time.
public struct SHA256Hasher: ~Copyable {
  // SAFETY: owned by this value alone from `init` to `deinit`.
  private let context: OpaquePointer

  /// Starts an empty message.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto has no memory for a SHA-256 context")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Appends bytes to the message.
  public mutating func update(_ data: some Sequence<UInt8>) {
    let done: Void? = data.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(data).withUnsafeBytes { append($0) } }
  }

  /// Appends the UTF-8 bytes of a text to the message.
  public mutating func update(_ text: String) {
    update(text.utf8)
  }

  private func append(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: `bytes` is valid during this call, and libcrypto copies what it needs.
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
      preconditionFailure("libcrypto refused a SHA-256 update")
    }
  }

  /// The digest of everything appended so far; the message can grow on.
  public func finish() -> SHA256Digest {
    guard let copy = EVP_MD_CTX_new() else {
      preconditionFailure("libcrypto has no memory for a SHA-256 context")
    }
    defer { EVP_MD_CTX_free(copy) }
    var digest = [UInt8](repeating: 0, count: 32)
    // SAFETY: both contexts are alive, and a SHA-256 digest is 32 bytes.
    guard EVP_MD_CTX_copy_ex(copy, context) == 1, EVP_DigestFinal_ex(copy, &digest, nil) == 1 else {
      preconditionFailure("libcrypto refused to finish a SHA-256")
    }
    return SHA256Digest(computed: digest)
  }
}
