import Foundation
import Testing

@testable import TinyTroupeKernel

/// How plugins outside of the project are found, and who may run them.
@Suite struct DiscoveryTests {
  private func registry(
    _ folders: [String], trusted: Set<String> = []
  ) throws -> PluginRegistry {
    try PluginRegistry(
      searching: SearchPath(
        folders: folders.map { SearchPath.Folder(path: $0, origin: .thirdParty) },
        libraryFolder: "/nowhere"), trusted: trusted)
  }

  private func shelf() async throws -> String {
    for plugin in ExamplePlugin.allCases { _ = try await plugin.folder() }
    return try ExamplePlugin.shelf.get()
  }

  @Test func theExamplesAreFoundInOrderOfTheirIDs() async throws {
    let entries = try await registry([shelf()]).entries
    #expect(
      entries.map(\.manifest.id) == [
        "org.example.almanac", "org.example.auction", "org.example.dice", "org.example.thrower",
      ])
    #expect(entries.allSatisfy { $0.origin == .thirdParty })
    #expect(
      try await registry([shelf()]).candidates(ofKind: "tool").map(\.provided.name)
        == ["almanac", "dice", "thrower"])
  }

  @Test(
    "Code of third parties runs only when the user allows it", arguments: ExamplePlugin.allCases)
  func trust(plugin: ExamplePlugin) async throws {
    let folder = try await plugin.folder()
    let distrusting = try await registry([shelf()])
    let error = await #expect(throws: LoadError.self) { try await distrusting.load(plugin.id) }
    #expect(error?.code == .notTrusted)
    #expect(
      error?.description
        == "\(plugin.id): this plugin comes from \(folder), and code from there runs in this process only if you allow it. If you trust it: --trust \(plugin.id)"
    )
    let trusting = try await registry([shelf()], trusted: [plugin.id])
    #expect(try await trusting.load(plugin.id).id == plugin.id)
  }

  @Test func trustInOnePluginIsNoneInAnother() async throws {
    let registry = try await registry([shelf()], trusted: ["org.example.almanac"])
    await #expect(throws: LoadError.self) { try await registry.load("org.example.dice") }
  }

  @Test func twoFoldersWithOneIDAreRefusedNamingBoth() async throws {
    let first = try await ExamplePlugin.dice.folder()
    let second = try emptyFolder()
    try ExamplePlugin.copy(ExamplePlugin.dice.rawValue, to: second + "/dice-again")
    let error = #expect(throws: LoadError.self) { try registry([first, second]) }
    #expect(error?.code == .duplicate)
    #expect(
      error?.description
        == "Two plugins claim the id 'org.example.dice': \(first)/plugin.yaml and \(second)/dice-again/plugin.yaml. Remove one, or give it another id."
    )
  }

  @Test func oneFolderNamedTwiceIsOnePlugin() async throws {
    let folder = try await ExamplePlugin.dice.folder()
    #expect(try registry([folder, folder]).entries.count == 1)
  }
}
