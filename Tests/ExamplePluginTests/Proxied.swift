import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// A plugin that is loaded twice: as it is, and behind the proxy, in a process of its own.
struct Proxied {
  let direct: LoadedPlugin
  let isolated: LoadedPlugin

  /// Loads a library and a proxy for it, both under a manifest whose `library:` is filled in.
  init(_ library: String, manifest: String) async throws {
    let (name, proxy) = (library.split(separator: "/").last.map(String.init) ?? "", "libProxy.so")
    let (here, there) = (try emptyFolder(), try emptyFolder())
    try FileManager.default.copyItem(atPath: library, toPath: "\(here)/\(name)")
    try await Self.build(library, in: there)
    direct = try await Self.load(here, manifest.replacing("LIBRARY", with: name))
    isolated = try await Self.load(there, manifest.replacing("LIBRARY", with: proxy))
  }

  /// Loads a plugin with its own manifest.
  init(_ library: String, manifestOf folder: String) async throws {
    let yaml = try String(contentsOfFile: folder + "/plugin.yaml", encoding: .utf8)
    let line = try #require(yaml.firstMatch(of: /library: \S+/)?.output)
    try await self.init(library, manifest: yaml.replacing(line, with: "library: LIBRARY"))
  }

  private static func load(_ folder: String, _ manifest: String) async throws -> LoadedPlugin {
    let file = folder + "/plugin.yaml"
    try Data(manifest.utf8).write(to: URL(filePath: file))
    return try await LoadedPlugin.load(Manifest(readingFile: file, libraryFolder: "/nowhere"))
  }

  private static let host = Task {
    let program = try emptyFolder() + "/proxy-host"
    try await compile(["\(source)/host.cpp", "-ldl", "-o", program])
    return program
  }

  /// Compiles a proxy for a library into a folder.
  static func build(_ library: String, in folder: String) async throws {
    let described = try await run([host.value, "--describe", library])
    try Data(described.utf8).write(to: URL(filePath: folder + "/described.h"))
    try await compile(
      [
        "-shared", "-fPIC", "-fvisibility=hidden", "-I", folder, "\(source)/proxy.cpp", "-o",
        folder + "/libProxy.so",
      ])
  }

  static let source = ExamplePlugin.project + "/Tests/ProxyProof"

  private static func compile(_ arguments: [String]) async throws {
    let sdk = ExamplePlugin.project + "/plugin-sdk/include"
    try await run(
      ["c++", "-std=c++17", "-O2", "-Wall", "-Werror", "-pthread", "-I", sdk] + arguments)
  }

  /// An instance here and one there, of the only component.
  func instances(config: JSON = [:]) async throws -> (direct: Instance, isolated: Instance) {
    try await (instance(of: direct, config), instance(of: isolated, config))
  }

  private func instance(of plugin: LoadedPlugin, _ config: JSON) async throws -> Instance {
    try await plugin.makeInstance(of: plugin.components[0], config: config, in: root("create"))
  }
}

/// The plugins that the proof runs behind the proxy, each built once.
extension Proxied {
  static let dice = Task {
    let folder = try await ExamplePlugin.dice.folder()
    return try await Proxied(folder + "/libdice.so", manifestOf: folder)
  }

  static let almanac = Task {
    let folder = try await ExamplePlugin.almanac.folder()
    return try await Proxied(folder + "/libAlmanac.so", manifestOf: folder)
  }

  static let scripted = Task { try await firstParty("Scripted", "llm") }
  static let wordProcessor = Task { try await firstParty("TinyWordProcessor", "tool") }

  /// The kernel tests' plugin that keeps or breaks the rules on request.
  static let probe = Task {
    let library = try emptyFolder() + "/libprobe.so"
    let probe = "\(ExamplePlugin.project)/Tests/KernelTests/Fixtures/probe.cpp"
    try await compile(["-shared", "-fPIC", "-fvisibility=hidden", probe, "-o", library])
    return try await Proxied(
      library,
      manifest: manifest(
        "probe", services: "tt.memory/1, tt.llm/1, tt.rng/1, tt.clock/1, tt.config/1"))
  }

  /// A fresh one each time, since its process is made to die.
  static func mirror() async throws -> Proxied {
    let library = try emptyFolder() + "/libmirror.so"
    let sdk = ExamplePlugin.project + "/plugin-sdk"
    try await run(
      [
        "cc", "-std=gnu11", "-Wall", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden", "-I",
        sdk + "/include", "-I", sdk + "/c", source + "/mirror.c", "-o", library,
      ])
    return try await Proxied(library, manifest: manifest("mirror", services: "tt.llm/1"))
  }

  private static func firstParty(_ name: String, _ kind: String) async throws -> Proxied {
    let library = "\(ExamplePlugin.project)/.build/debug/lib\(name).so"
    try #require(
      FileManager.default.fileExists(atPath: library), "\(library) is not built: run swift build")
    return try await Proxied(
      library, manifestOf: "\(ExamplePlugin.project)/Plugins/\(kind)/\(name)")
  }

  private static func manifest(_ name: String, services: String) -> String {
    """
    id: org.example.\(name)
    version: 1.0.0
    library: LIBRARY
    provides: [{kind: tool, name: \(name), concurrency: parallel}]
    requires: {services: [\(services)]}
    """
  }
}
