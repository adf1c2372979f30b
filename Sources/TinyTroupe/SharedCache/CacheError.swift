import GRDB

/// Why a cache cannot be used.
package struct CacheError: Error, Sendable, Equatable {
  /// The cache's file.
  package let file: String
  /// Why.
  package let reason: String

  init(_ file: String, _ reason: String) {
    self.file = file
    self.reason = reason
  }

  /// Translates what SQLite says.
  init(_ error: any Error, _ file: String) {
    if let known = error as? CacheError {
      self = known
      return
    }
    let reason =
      switch (error as? DatabaseError)?.resultCode {
      case .SQLITE_NOTADB: "it is no SQLite database"
      case .SQLITE_CORRUPT: "it is damaged"
      case .SQLITE_FULL: "the disk is full"
      case .SQLITE_BUSY, .SQLITE_LOCKED: "other processes have kept it busy for ten seconds"
      default: (error as? DatabaseError)?.message ?? "\(error)"
      }
    self.init(file, reason)
  }
}

// MARK: - CustomStringConvertible

extension CacheError: CustomStringConvertible {
  /// What, why, and what to do next.
  package var description: String {
    "The cache \(file) cannot be used: \(reason). Name another file, or remove this one; a cache has nothing that a run needs."
  }
}
