import Foundation
public import TinyTroupeYAML

/// Reads files that people wrote, with limits; it blocks, so it is not for the cooperative pool.
public enum SourceFile {
  /// Why a file's content cannot be had, in words that complete "cannot read 'x': …".
  public struct Unreadable: Error, Sendable, Equatable {
    /// The reason.
    public let reason: String
  }

  /// Study, persona and fragment files are read up to this size.
  static let sizeLimit = YAMLLimits().bytes

  /// Reads a regular file; a pipe or device is refused, since reading it could wait for ever.
  public static func read(_ path: String) throws(Unreadable) -> SourceText {
    let attributes: [FileAttributeKey: Any]
    do {
      let target = URL(filePath: path).resolvingSymlinksInPath().path
      attributes = try FileManager.default.attributesOfItem(atPath: target)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw Unreadable(reason: exists ? "permission denied" : "no such file")
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular: break
    case .typeDirectory: throw Unreadable(reason: "it is a folder")
    default: throw Unreadable(reason: "it is not an ordinary file")
    }
    guard let size = attributes[.size] as? Int, size <= sizeLimit else {
      throw Unreadable(reason: "it has more than \(sizeLimit) bytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unreadable(reason: "permission denied")
    }
    return SourceText(file: path, bytes: Array(data))
  }

  /// Reads the values in a file: JSON if its name ends in `.json`, else YAML.
  static func parse(
    _ source: SourceText, tags: Set<String> = []
  ) throws(DiagnosticList) -> YAMLNode {
    source.file.hasSuffix(".json")
      ? try JSONReader.read(source.bytes, file: source.file)
      : try YAMLReader.read(source.bytes, file: source.file, tags: tags)
  }

  /// The names in a folder, sorted by their bytes; nil when it cannot be listed.
  static func names(in folder: String) -> [String]? {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    return names?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// One name for a file, however it is reached, to recognise a file that includes itself.
  static func identity(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
