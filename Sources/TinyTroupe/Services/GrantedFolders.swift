import Foundation
import TinyTroupeKernel

/// The folders and files that a study grants a component: what it may see of the disk.
///
/// Of a folder, only ordinary files below a granted folder count, links followed: what lies elsewhere in truth is not there.
struct GrantedFolders: Sendable {
  /// More files than that in one component's folders are a mistake.
  private static let mostFiles = 10_000
  private static let depth = 8
  /// Larger files are not read.
  static let largestFile = 100 << 20

  /// A file that may be read.
  struct File: Sendable {
    /// As the component names it: the folder's last part and the path below it; of a file that the study names
    /// itself, its path as it stands there.
    let name: String
    let path: String
    let size: Int
  }

  /// The paths as the study has them, and as this process sees them.
  private let granted: [(name: String, path: String)]

  /// Makes the folders that a configuration names.
  ///
  /// - Parameters:
  ///   - paths: As the study has them.
  ///   - base: From where relative paths count.
  init(_ paths: [String], from base: String) {
    granted = paths.map { path in
      let whole = path.hasPrefix("/") ? path : base + "/" + path
      let url = URL(filePath: whole, directoryHint: .isDirectory).resolvingSymlinksInPath()
      return (path, url.standardizedFileURL.path)
    }
  }

  /// All files, in the order of their names; reads the disk.
  ///
  /// - Throws: That a folder or file is not there, or that a folder has too many files.
  func files() throws(PluginError) -> [File] {
    var files: [File] = []
    for (name, path) in granted {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      switch attributes?[.type] as? FileAttributeType {
      case .typeDirectory: try collect(path, "", into: &files, depth: 0)
      case .typeRegular:
        files.append(File(name: name, path: path, size: (attributes?[.size] as? Int) ?? 0))
      default:
        throw PluginError(
          .notFound,
          "There is no folder or file \(path), which the study names. Paths count from the study's folder."
        )
      }
    }
    return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func collect(
    _ folder: String, _ below: String, into files: inout [File], depth: Int
  ) throws(PluginError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + below)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = "\(folder)\(below)/\(name)"
      let real = URL(filePath: path).resolvingSymlinksInPath().path
      guard real.hasPrefix(folder + "/"),
        let attributes = try? FileManager.default.attributesOfItem(atPath: real)
      else { continue }
      switch attributes[.type] as? FileAttributeType {
      case .typeDirectory where depth < Self.depth:
        try collect(folder, "\(below)/\(name)", into: &files, depth: depth + 1)
      case .typeRegular:
        let size = (attributes[.size] as? Int) ?? 0
        let title = (folder as NSString).lastPathComponent
        files.append(File(name: "\(title)\(below)/\(name)", path: real, size: size))
      default: continue
      }
      guard files.count <= Self.mostFiles else {
        throw PluginError(
          .exhausted, "\(folder) has more than \(Self.mostFiles) files. Name a smaller folder.")
      }
    }
  }
}
