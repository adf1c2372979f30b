import TinyTroupeYAML

/// Where the files of a study are read: from the disk, or from the copies that a run kept of them.
public struct InputArchive: Sendable {
  private let kept: [String: [UInt8]]?

  /// The disk.
  public static let disk = InputArchive(kept: nil)

  private init(kept: [String: [UInt8]]?) {
    self.kept = kept
  }

  /// The copies that a run kept, under the names by which they were read.
  package init(_ inputs: [RunInput]) {
    kept = Dictionary(inputs.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a file; from the disk it blocks, so it is not for the cooperative pool.
  func read(_ path: String) throws(SourceFile.Unreadable) -> SourceText {
    guard let kept else { return try SourceFile.read(path) }
    guard let bytes = kept[path] else {
      throw SourceFile.Unreadable(reason: "the run kept no copy of it")
    }
    return SourceText(file: path, bytes: bytes)
  }

  /// The names in a folder, sorted by their bytes; nil when it cannot be listed.
  func names(in folder: String) -> [String]? {
    guard let kept else { return SourceFile.names(in: folder) }
    let inside = kept.keys.filter { FilePath.folder(of: $0) == folder }
    return inside.map(FilePath.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
