import FoundationEssentials

/// Whole files, read at once.
enum FileBytes {
  /// A file's content; nil when it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { Array($0) }
  }
}
