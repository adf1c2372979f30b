import Glibc

/// Where plugins are looked for, in order.
public struct SearchPath: Sendable {
  /// Who put a plugin where it was found; it decides whether its code may run in this process.
  public enum Origin: Sendable, Equatable {
    /// The checkout or the install folder: part of the project.
    case firstParty
    /// The user's own plugin folder, or a folder that a study names.
    case thirdParty
  }

  /// A folder and whose it is.
  public struct Folder: Sendable, Equatable {
    /// The absolute path.
    public let path: String
    /// Whose plugins it holds.
    public let origin: Origin

    /// Makes a folder.
    public init(path: String, origin: Origin) {
      self.path = path
      self.origin = origin
    }
  }

  /// The folders to search, in order.
  public let folders: [Folder]
  /// Where a library may lie when it is not beside its manifest: the executable's folder.
  public let libraryFolder: String

  /// Makes a search path from explicit folders.
  public init(folders: [Folder], libraryFolder: String) {
    self.folders = folders
    self.libraryFolder = libraryFolder
  }

  /// The usual path for an executable: the checkout's `Plugins`, `../lib/tinytroupe/plugins`, the user's
  /// folder, then those that a study names.
  ///
  /// - Parameters:
  ///   - executable: The absolute path of the executable, symbolic links resolved.
  ///   - home: The user's home folder; nil without one.
  ///   - study: Absolute paths of the study's `plugins.paths`.
  public init(executable: String, home: String?, study: [String]) {
    libraryFolder = folderOf(executable)
    var folders: [Folder] = []
    if let checkout = Self.checkout(above: libraryFolder) {
      folders.append(Folder(path: "\(checkout)/Plugins", origin: .firstParty))
    }
    let installed = "\(folderOf(libraryFolder))/lib/tinytroupe/plugins"
    folders.append(Folder(path: installed, origin: .firstParty))
    if let home {
      folders.append(Folder(path: "\(home)/.local/share/tinytroupe/plugins", origin: .thirdParty))
    }
    folders += study.map { Folder(path: $0, origin: .thirdParty) }
    self.folders = folders
  }

  /// The checkout that an executable in `.build/…` belongs to.
  private static func checkout(above folder: String) -> String? {
    var folder = folder
    while folder != "/" {
      if folder.hasSuffix("/.build") {
        let root = folderOf(folder)
        return access("\(root)/Plugins", R_OK) == 0 ? root : nil
      }
      folder = folderOf(folder)
    }
    return nil
  }

  /// Every `plugin.yaml` below a folder, down to three levels, in order of path.
  static func manifests(below folder: String, depth: Int = 3) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    var names: [String] = []
    while let entry = readdir(directory) {
      // SAFETY: `readdir` gives a terminated name that stays valid until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    closedir(directory)
    if names.contains("plugin.yaml") { return ["\(folder)/plugin.yaml"] }
    guard depth > 0 else { return [] }
    return names.sorted().flatMap { manifests(below: "\(folder)/\($0)", depth: depth - 1) }
  }
}
