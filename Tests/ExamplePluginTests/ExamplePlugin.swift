import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// The example plugins, copied out of the project and built there by their own Makefiles, once a run.
enum ExamplePlugin: String, CaseIterable {
  case dice = "dice-c"
  case thrower = "thrower-cpp"
  case almanac = "almanac-swift"
  case auction = "auction-swift"

  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder that holds the copies.
  static let shelf = Result { try emptyFolder() }

  private static let builds = [Self: Task<String, any Error>](
    uniqueKeysWithValues: allCases.map { plugin in (plugin, Task { try await plugin.build() }) })

  var id: String { "org.example." + rawValue.prefix { $0 != "-" } }

  /// The copy's folder, with the library in it.
  func folder() async throws -> String {
    let build = try #require(Self.builds[self])
    return try await build.value
  }

  /// Loads the built plugin.
  func load() async throws -> LoadedPlugin {
    let file = try await folder() + "/plugin.yaml"
    let manifest = try Manifest(readingFile: file, libraryFolder: "/nowhere")
    return try await LoadedPlugin.load(manifest)
  }

  /// An instance of its only component.
  func instance(config: JSON = [:]) async throws -> Instance {
    let plugin = try await load()
    return try await plugin.makeInstance(
      of: plugin.components[0], config: config, in: root("create"))
  }

  private func build() async throws -> String {
    let folder = try Self.shelf.get() + "/" + rawValue
    try Self.copy(rawValue, to: folder)
    try await run(
      [
        "make", "-s", "-C", folder, "CC=clang", "CXX=clang++", "SDK=\(Self.project)/plugin-sdk",
        "SCRATCH=\(Self.project)/.build/examples/\(rawValue)", "CONFIGURATION=debug",
      ])
    return folder
  }

  /// Copies an example as it is in the project, without what may have been built there.
  static func copy(_ name: String, to folder: String) throws {
    let source = "\(project)/examples/plugins/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(atPath: source)
    where file != ".build" && !file.hasSuffix(".so") {
      try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: "\(folder)/\(file)")
    }
  }
}

/// A fresh folder that nobody else may write to.
func emptyFolder() throws -> String {
  let url = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID().uuidString)")
  try FileManager.default.createDirectory(
    at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
  return url.path
}

/// Runs a program found on the search path, to its end, and answers what it wrote.
@discardableResult
func run(_ command: [String]) async throws -> String {
  let log = try emptyFolder() + "/output"
  try Data().write(to: URL(filePath: log))
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
  process.standardError = process.standardOutput
  try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
    process.terminationHandler = { _ in ended.resume() }
    do { try process.run() } catch { ended.resume(throwing: error) }
  }
  let output = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
  try #require(process.terminationStatus == 0, "\(command.joined(separator: " ")): \(output)")
  return output
}

/// A root call's context.
func root(_ path: String, _ services: [String: any Service] = [:]) -> RootContext {
  RootContext(
    path: path, seed: 7, timeNS: 86_400_000_000_000, agent: "Lisa",
    services: ServiceRegistry(services)
  )
}

extension Instance {
  /// Performs an operation with a JSON request and parses its result.
  func ask(
    _ op: String, _ json: JSON = [:], path: String = "1/Lisa/tool.perform",
    _ services: [String: any Service] = [:]
  ) async throws -> JSON {
    try await invoke(op, json: json.bytes, in: root(path, services)).json()
  }
}
