import Foundation
import Synchronization
import Testing

@testable import TinyTroupeKernel

/// Compiles the probe plugin in variants and loads it.
enum PluginFixture {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A fresh folder that nobody else may write to.
  static func folder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    return url.path
  }

  /// Compiles `probe.cpp` with definitions and answers the library's path.
  static func build(_ definitions: [String] = []) throws -> String {
    let path = try folder() + "/libprobe.so"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["c++", "-std=c++17", "-shared", "-fPIC", "-fvisibility=hidden", "-pthread"]
      + definitions.map { "-D\($0)" }
      + [
        "-I", root.appending(path: "plugin-sdk/include").path,
        root.appending(path: "Tests/KernelTests/Fixtures/probe.cpp").path, "-o", path,
      ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the probe plugin must compile")
    return path
  }

  static func manifest(
    _ library: String, id: String = "org.example.probe", version: String = "1.0.0",
    kind: String = "tool", isSerial: Bool = true, services: Set<String> = ServiceRegistry.known
  ) -> Manifest {
    Manifest(
      path: folderOf(library) + "/plugin.yaml", id: id, version: version, library: library,
      runtime: "none", language: "c++",
      provides: [
        Manifest.Provided(
          kind: kind, name: "probe", contract: "\(kind)/1", schema: nil, isSerial: isSerial,
          isDefault: false, isFree: false, auto: nil, takesImages: false, persona: [],
          text: "")
      ], services: services, network: [], files: [], programs: [], secrets: [:])
  }

  /// Loads a variant.
  static func load(_ definitions: [String] = [], isSerial: Bool = true) async throws -> LoadedPlugin
  {
    let kind = definitions.first { $0.hasPrefix("PROBE_KIND=") }
      .map { String($0.dropFirst("PROBE_KIND=\"".count).dropLast()) }
    return try await LoadedPlugin.load(
      manifest(try build(definitions), kind: kind ?? "tool", isSerial: isSerial))
  }

  /// A root context with services.
  static func root(
    _ path: String = "1/Lisa/tool.perform", services: ServiceRegistry = ServiceRegistry()
  ) -> RootContext {
    RootContext(path: path, seed: 42, timeNS: 1_000, agent: "Lisa", services: services)
  }
}

/// Collects log lines while a test runs.
///
/// Log lines go to one sink in a process, so tests find theirs by path.
final class LogCollector: Sendable {
  static let shared = LogCollector()
  private let lines = Mutex<[LogLine]>([])

  init() {
    KernelLog.setSink { line in self.lines.withLock { $0.append(line) } }
  }

  func lines(containing text: String, plugin: String = "org.example.probe") -> [LogLine] {
    lines.withLock { $0.filter { $0.plugin == plugin && $0.message.contains(text) } }
  }

  func lines(at path: String) -> [LogLine] {
    lines.withLock { $0.filter { $0.path == path } }
  }
}
