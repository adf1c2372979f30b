import Foundation
import TinyTroupeKernel

/// The folders that a study grants a component, and the files in them that it may see.
///
/// Only ordinary files below a granted folder count, links followed: what lies elsewhere in truth is not there.
struct GrantedFolders: Sendable {
  /// More files than that in one component's folders are a mistake.
  private static let mostFiles = 10_000
  private static let depth = 8
  /// Larger files are not read.
  static let largestFile = 100 << 20

  /// A file that may be read.
  struct File: Sendable {
    /// As the component names it: the folder's last part and the path below it.
    let name: String
    let path: String
    let size: Int
  }

  /// The folders' absolute paths.
  private let folders: [String]

  /// Makes the folders that a configuration names.
  ///
  /// - Parameters:
  ///   - paths: As the study has them.
  ///   - base: From where relative paths count.
  init(_ paths: [String], from base: String) {
    folders = paths.map { path in
      let whole = path.hasPrefix("/") ? path : base + "/" + path
      return URL(filePath: whole, directoryHint: .isDirectory).resolvingSymlinksInPath()
        .standardizedFileURL.path
    }
  }

  /// All files, in the order of their names; reads the disk.
  ///
  /// - Throws: That a folder is not there, or has too many files.
  func files() throws(PluginError) -> [File] {
    var files: [File] = []
    for folder in folders {
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder)
      guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
        throw PluginError(
          .notFound, "There is no folder \(folder). Check 'folders' in the study.")
      }
      try collect(folder, "", into: &files, depth: 0)
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
