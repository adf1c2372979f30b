import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeYAML

/// The schemas that the project itself ships.
@Suite struct ProjectSchemaTests {
  private static func files(below folder: String, named ending: String) -> [String] {
    let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let path = project.appending(path: folder).standardizedFileURL.path
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(ending) && !$0.contains(".build/") }.map { "\(path)/\($0)" }
      .sorted()
  }

  private func read(_ file: String) throws -> YAMLNode {
    let data = try #require(FileManager.default.contents(atPath: file))
    return try YAMLReader.read(Array(data), file: file)
  }

  @Test(
    "Every request and result of a contract can be checked",
    arguments: files(below: "plugin-sdk/contracts", named: ".yaml"))
  func contracts(file: String) throws {
    let operations = try #require(try read(file)["operations"]?.members)
    #expect(!operations.isEmpty)
    for part in operations.flatMap({ $0.node.members ?? [] })
    where ["request", "result", "usage"].contains(part.key) {
      _ = try Schema(part.node)
    }
  }

  @Test(
    "Every plugin's configuration can be checked",
    arguments: files(below: "Plugins", named: "/plugin.yaml"))
  func manifests(file: String) throws {
    for provided in try #require(try read(file)["provides"]?.elements) {
      if let config = provided["config"], config.members != nil { _ = try Schema(config) }
    }
  }
}
