import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

@Suite struct LoadingTests {
  private func message(
    _ definitions: [String], _ adjust: (String) throws -> Manifest = { PluginFixture.manifest($0) }
  ) async throws -> String {
    let path = try PluginFixture.build(definitions)
    let error = await #expect(throws: LoadError.self) {
      try await LoadedPlugin.load(adjust(path))
    }
    return error?.description.replacing(folderOf(path), with: "DIR") ?? ""
  }

  @Test func aLibraryWithoutTheEntryIsRefused() async throws {
    #expect(
      try await message(["PROBE_ENTRY=something_else"])
        == "libprobe.so: no entry symbol 'tt_plugin_main_v1'. Export it, with default visibility and C linkage."
    )
    #expect(
      try await message(["PROBE_ENTRY=tt_plugin_main_v2"])
        == "libprobe.so: no entry symbol 'tt_plugin_main_v1'. Found 'tt_plugin_main_v2': this plugin needs kernel 2.x."
    )
  }

  @Test func aNewerABIIsRefusedWithTheWayOut() async throws {
    #expect(
      try await message(["PROBE_MINOR=4"])
        == "libprobe.so: plugin needs ABI 1.4, this kernel offers 1.0. Rebuild with TT_NEED_MINOR 0 or lower, or update the kernel."
    )
    #expect(try await message(["PROBE_MAJOR=2"]).contains("its descriptor says ABI 2"))
  }

  @Test func anEntryThatGivesNothingIsRefused() async throws {
    #expect(
      try await message(["PROBE_NULL"])
        == "libprobe.so: 'tt_plugin_main_v1' returned NULL. Report it to the plugin's author.")
    #expect(
      try await message(["PROBE_ENTRY_THROWS"])
        == "libprobe.so: its entry threw an exception: thrown in the entry. Report it to the plugin's author."
    )
    #expect(
      try await message(["PROBE_SIZE=0"])
        == "libprobe.so: its descriptor is incomplete: struct_size is 0.")
    #expect(try await message(["PROBE_COUNT=2"]) == "libprobe.so: it provides 'tool/probe' twice.")
  }

  @Test func aManifestThatLiesIsNamedBesideTheLibrary() async throws {
    #expect(
      try await message([]) { PluginFixture.manifest($0, id: "org.example.other") }
        == "libprobe.so: the library says its id is 'org.example.probe', its manifest DIR/plugin.yaml says 'org.example.other'. Make them agree."
    )
    #expect(
      try await message([]) { PluginFixture.manifest($0, version: "2.0.0") }
        .contains("its version is '1.0.0'"))
    #expect(
      try await message([]) { PluginFixture.manifest($0, kind: "memory") }
        .contains("it provides 'tool/probe'"))
  }

  @Test func aMissingSymbolKeepsTheLoadersOwnWords() async throws {
    #expect(
      try await message(["PROBE_NEEDS"]).contains("undefined symbol: missing_symbol (dlopen)"))
  }

  @Test(
    "A file that is no library is refused before it is opened",
    arguments: [
      ("#!/bin/sh\n", "it is not an ELF file"), ("\u{7F}ELF", "it is cut off"),
      ("", "it is not an ELF file"),
    ])
  func notALibrary(content: String, why: String) async throws {
    let path = try PluginFixture.folder() + "/libprobe.so"
    try Data(content.utf8).write(to: URL(filePath: path))
    let error = await #expect(throws: LoadError.self) {
      try await LoadedPlugin.load(PluginFixture.manifest(path))
    }
    #expect(error?.code == .notALibrary)
    #expect(error?.description.contains(why) == true)
  }

  @Test func aMissingFileNamesTheManifest() async throws {
    let path = try PluginFixture.folder() + "/libprobe.so"
    let error = await #expect(throws: LoadError.self) {
      try await LoadedPlugin.load(PluginFixture.manifest(path))
    }
    #expect(
      error?.description
        == "\(path): no such file, although \(folderOf(path))/plugin.yaml names it. Build the plugin, or correct 'library:'."
    )
  }

  @Test func aWorldWritableFolderIsRefused() async throws {
    let path = try PluginFixture.build()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: folderOf(path))
    let error = await #expect(throws: LoadError.self) {
      try await LoadedPlugin.load(PluginFixture.manifest(path))
    }
    #expect(
      error?.description
        == "\(folderOf(path)): anyone may write into this folder, so anyone could replace the plugin. Run: chmod o-w '\(folderOf(path))'"
    )
  }

  @Test func theSameFileIsLoadedOnce() async throws {
    let path = try PluginFixture.build()
    let link = folderOf(path) + "/libother.so"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let first = try await LoadedPlugin.load(PluginFixture.manifest(path))
    let second = try await LoadedPlugin.load(PluginFixture.manifest(link))
    #expect(first === second)
  }

  @Test func anExceptionInDestroyIsLogged() async throws {
    _ = LogCollector.shared
    let plugin = try await PluginFixture.load(["PROBE_DESTROY_THROWS"])
    _ = try await plugin.makeInstance(
      of: plugin.components[0], config: [:], in: PluginFixture.root())
    try await eventually {
      !LogCollector.shared.lines(containing: "'destroy' threw: thrown in destroy").isEmpty
    }
  }
}
