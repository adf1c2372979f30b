import Foundation
import Synchronization
import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// The plugins of this checkout, and one whose every move a test decides.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// Where the build puts libraries: beside the tests.
  private static let products: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent
  }()

  static func registry() throws -> PluginRegistry { try found.get() }

  private static let found = Result<PluginRegistry, any Error> {
    let folders = ["\(root)/Plugins", try puppet()].map {
      SearchPath.Folder(path: $0, origin: .firstParty)
    }
    return try PluginRegistry(searching: SearchPath(folders: folders, libraryFolder: products))
  }

  private static func puppet() throws -> String {
    let folder = NSTemporaryDirectory() + "tt-puppet-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let manifest = """
      id: org.example.puppet
      version: 1.0.0
      abi: {major: 1, minor: 0}
      library: libpuppet.so
      language: {name: c++, runtime: none}
      provides:
        - {kind: tool, name: puppet, contract: tool/1, concurrency: parallel, text: Relays.}
        - {kind: environment, name: brief, contract: environment/1, concurrency: serial, text: Ends.}
        - {kind: llm, name: shy, contract: llm/1, concurrency: parallel, text: Hesitates.}
      optional:
        services: [tt.store/1, tt.events/1, tt.tools/1, tt.memory/1, tt.llm/1, tt.http/1, tt.enricher/1, tt.files/1, tt.exec/1]
      """
    try manifest.write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
    try compile("\(root)/Tests/EngineTests/Fixtures/puppet.cpp", to: folder + "/libpuppet.so")
    return folder
  }

  private static func compile(_ source: String, to library: String) throws {
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = [
      "c++", "-std=c++17", "-shared", "-fPIC", "-fvisibility=hidden", "-I",
      "\(root)/plugin-sdk/include", source, "-o", library,
    ]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0, "the puppet must compile")
  }
}

/// A folder for one test, removed after it.
final class Scratch: Sendable {
  let path = NSTemporaryDirectory() + "tt-engine-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }

  func change(_ body: (inout Value) -> Void) {
    mutex.withLock { body(&$0) }
  }
}
