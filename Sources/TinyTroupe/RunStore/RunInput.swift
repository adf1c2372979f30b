package import TinyTroupeDigest

/// A file that a study was read from, kept with the run so that the run needs no other copy of it.
package struct RunInput: Sendable, Hashable {
  /// The path as the study, or the user, named it.
  package let path: String
  /// The content.
  package let bytes: [UInt8]

  /// The content's hash.
  package var digest: SHA256Digest { SHA256Digest(of: bytes) }

  /// Makes an input.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
