import GRDB

extension RunStoreError {
  /// Translates what SQLite says about a file.
  init(_ error: any Error, about file: String) {
    if let known = error as? RunStoreError {
      self = known
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(.refused, file, "\(error)")
      return
    }
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB: self.init(.notARun, file, "it is no SQLite database")
    case .SQLITE_CORRUPT: self.init(.damaged, file, reason)
    case .SQLITE_FULL: self.init(.diskFull, file)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.inUse, file)
    case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_PERM:
      self.init(.inaccessible, file, reason)
    default: self.init(.refused, file, reason)
    }
  }
}
