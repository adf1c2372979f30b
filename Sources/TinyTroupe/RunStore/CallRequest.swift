package import TinyTroupeDigest

/// What a logged call asked for: the identity that replay checks, and the bytes that are kept.
///
/// Making one hashes and cuts the body (about 15 us for 12 KB), so do it once and off the writer.
package struct CallRequest: Sendable {
  /// Canonical JSON of the request, without what may differ between equal requests (deadlines,
  /// limits).
  package let envelope: [UInt8]
  /// SHA-256 over the envelope, a zero byte and the body.
  package let hash: SHA256Digest

  let storedBody: StoredBody

  /// Raw bytes beside the envelope: messages, an HTTP body.
  package var body: [UInt8] { storedBody.bytes }

  /// Makes a request from its parts.
  package init(envelope: [UInt8], body: [UInt8] = []) {
    self.envelope = envelope
    storedBody = StoredBody(body)
    var hasher = SHA256Hasher()
    hasher.update(envelope)
    // JSON has no zero byte, so no envelope and body can be told apart differently.
    hasher.update(CollectionOfOne(0))
    hasher.update(body)
    hash = hasher.finish()
  }
}
