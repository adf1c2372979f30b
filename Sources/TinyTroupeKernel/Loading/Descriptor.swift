import CTinyTroupe
import CTrampoline
import Glibc

/// What a library says of itself, read without trusting its struct sizes.
struct Descriptor {
  /// A copy of the plugin's table; immortal.
  let table: UnsafePointer<tt_plugin>
  /// Copies of its components' tables; immortal.
  let components: [UnsafePointer<tt_component>]
  let path: String

  /// RTLD_NODELETE, which Glibc's module does not import.
  private static let neverUnload: Int32 = 0x1000

  var id: String { String(cString: table.pointee.id) }
  var version: String { String(cString: table.pointee.version) }

  private static let askAuthor = "Report it to the plugin's author."

  /// Opens a library and reads its descriptor.
  ///
  /// This runs the plugin's code: its constructors and its entry.
  init(opening path: String) throws(LoadError) {
    let file = String(path[folderOf(path).endIndex...].drop { $0 == "/" })
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | Self.neverUnload) else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
      throw .cannotOpen(file, reason.replacing("\(path): ", with: ""))
    }
    guard let entry = dlsym(handle, "tt_plugin_main_v1") else {
      let other = (2...9).first { dlsym(handle, "tt_plugin_main_v\($0)") != nil }
      throw .noEntry(file, other: other)
    }
    var thrown = tt_exception()
    let source = tt_trampoline_main(entry, &thrown)
    if let text = thrown.message {
      throw .dishonest(file, "its entry threw an exception: \(text). \(Self.askAuthor)")
    }
    guard let source else {
      throw .dishonest(file, "'tt_plugin_main_v1' returned NULL. \(Self.askAuthor)")
    }
    try self.init(reading: source, path: path, file: file)
  }

  private init(
    reading source: UnsafePointer<tt_plugin>, path: String, file: String
  ) throws(LoadError) {
    let copy = UnsafeMutablePointer<tt_plugin>.allocate(capacity: 1)
    if let missing = tt_read_plugin(source, copy) {
      throw .dishonest(file, "its descriptor is incomplete: \(String(cString: missing)).")
    }
    guard copy.pointee.abi_major == TT_ABI_MAJOR else {
      throw .otherMajor(file, copy.pointee.abi_major)
    }
    guard copy.pointee.abi_minor <= TT_ABI_MINOR else {
      throw .newerABI(file, needs: copy.pointee.abi_minor, offers: TT_ABI_MINOR)
    }
    guard copy.pointee.component_count <= 1024 else {
      throw .dishonest(file, "it claims \(copy.pointee.component_count) components.")
    }
    table = UnsafePointer(copy)
    components = try Self.components(of: copy.pointee, file: file)
    self.path = path
    try checkTexts(file)
  }

  private static func components(
    of plugin: tt_plugin, file: String
  ) throws(LoadError) -> [UnsafePointer<tt_component>] {
    var tables: [UnsafePointer<tt_component>] = []
    for index in 0..<Int(plugin.component_count) {
      guard let source = plugin.components?[index] else {
        throw .dishonest(file, "its component \(index) is NULL.")
      }
      let copy = UnsafeMutablePointer<tt_component>.allocate(capacity: 1)
      if let missing = tt_read_component(source, copy) {
        throw .dishonest(file, "its component \(index) is incomplete: \(String(cString: missing)).")
      }
      tables.append(UnsafePointer(copy))
    }
    return tables
  }

  private func checkTexts(_ file: String) throws(LoadError) {
    let texts = [table.pointee.id, table.pointee.version]
    let names = components.flatMap { [$0.pointee.kind, $0.pointee.name] }
    for text in texts + names where String(validatingCString: text) == nil {
      throw .dishonest(file, "its descriptor holds a text that is not UTF-8.")
    }
    let keys = components.map {
      String(cString: $0.pointee.kind) + "/" + String(cString: $0.pointee.name)
    }
    if let twin = keys.first(where: { key in keys.count(where: { $0 == key }) > 1 }) {
      throw .dishonest(file, "it provides '\(twin)' twice.")
    }
  }
}

// MARK: - Against the manifest

extension Descriptor {
  /// Checks that the library is what its manifest promises.
  func check(against manifest: Manifest) throws(LoadError) {
    let file = String(path[folderOf(path).endIndex...].drop { $0 == "/" })
    guard id == manifest.id else {
      throw .mismatch(file, manifest.path, "its id is", says: manifest.id, is: id)
    }
    guard version == manifest.version else {
      throw .mismatch(file, manifest.path, "its version is", says: manifest.version, is: version)
    }
    let actual = Set(
      components.map {
        String(cString: $0.pointee.kind) + "/" + String(cString: $0.pointee.name)
      })
    let promised = Set(manifest.provides.map { "\($0.kind)/\($0.name)" })
    guard actual == promised else {
      throw .mismatch(
        file, manifest.path, "it provides", says: promised.sorted().joined(separator: ", "),
        is: actual.sorted().joined(separator: ", "))
    }
    try checkToolchain(manifest, file)
  }

  private func checkToolchain(_ manifest: Manifest, _ file: String) throws(LoadError) {
    guard manifest.runtime == "shared", let toolchain = table.pointee.toolchain,
      let built = String(validatingCString: toolchain), built.hasPrefix("swift-"),
      built != Self.hostToolchain, !built.hasPrefix(Self.hostToolchain + ".")
    else { return }
    throw .otherToolchain(file, built: built, host: Self.hostToolchain)
  }

  /// The compiler of this host, as precisely as a program can know it at compile time.
  static var hostToolchain: String {
    #if compiler(>=6.4)
      "swift-6.4"
    #elseif compiler(>=6.3)
      "swift-6.3"
    #else
      "swift-6.2"
    #endif
  }
}
