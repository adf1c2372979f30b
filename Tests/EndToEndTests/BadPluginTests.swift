import Foundation
import Testing

/// What a plugin of a third party gets that cannot be used: status 69, before anything is run.
@Suite struct BadPluginTests {
  private func expect(
    _ message: String, on stage: Stage, trusted: Bool = true,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let ended =
      trusted
      ? try await stage.run("run", "study.yaml", "--trust", "org.example.probe")
      : try await stage.run("run", "study.yaml")
    #expect(ended.status == 69, sourceLocation: location)
    #expect(ended.error == message + "\n", sourceLocation: location)
    #expect(ended.output.isEmpty, sourceLocation: location)
    #expect(stage.files(of: "").isEmpty, "Nothing was run.", sourceLocation: location)
  }

  @Test func codeOfThirdPartiesNeedsTheUsersTrust() async throws {
    try await expect(
      "org.example.probe: this plugin comes from STAGE/plugins/probe, and code from there runs "
        + "in this process only if you allow it. If you trust it: --trust org.example.probe",
      on: PluginStage.make(), trusted: false)
  }

  @Test func aLibraryThatIsMissing() async throws {
    try await expect(
      "STAGE/plugins/probe/libprobe.so: no such file, although STAGE/plugins/probe/plugin.yaml "
        + "names it. Build the plugin, or correct 'library:'. (plugin org.example.probe)",
      on: PluginStage.make())
  }

  @Test func aFileThatIsNoLibrary() async throws {
    let stage = try PluginStage.make()
    try stage.write("plugins/probe/libprobe.so", "#!/bin/sh\n")
    try await expect(
      "STAGE/plugins/probe/libprobe.so: not a shared library for this machine: it is not an ELF "
        + "file. Rebuild the plugin here. (plugin org.example.probe)", on: stage)
  }

  @Test(
    "A library that cannot be used",
    arguments: [
      (
        "PROBE_ENTRY=something_else",
        "no entry symbol 'tt_plugin_main_v1'. Export it, with default visibility and C linkage."
      ),
      (
        "PROBE_ENTRY=tt_plugin_main_v2",
        "no entry symbol 'tt_plugin_main_v1'. Found 'tt_plugin_main_v2': this plugin needs "
          + "kernel 2.x."
      ),
      (
        "PROBE_MINOR=9",
        "plugin needs ABI 1.9, this kernel offers 1.0. Rebuild with TT_NEED_MINOR 0 or lower, or "
          + "update the kernel."
      ),
      (
        "PROBE_VERSION=\"2.0.0\"",
        "the library says its version is '2.0.0', its manifest STAGE/plugins/probe/plugin.yaml "
          + "says '1.0.0'. Make them agree."
      ),
      (
        "PROBE_NEEDS",
        "cannot open: undefined symbol: missing_symbol (dlopen). Install what it needs, or set "
          + "its RUNPATH. Try: ldd libprobe.so"
      ),
      (
        "PROBE_NULL",
        "'tt_plugin_main_v1' returned NULL. Report it to the plugin's author."
      ),
      (
        "PROBE_ENTRY_THROWS",
        "its entry threw an exception: thrown in the entry. Report it to the plugin's author."
      ),
    ])
  func unusable(definition: String, message: String) async throws {
    let stage = try PluginStage.make()
    try await PluginStage.compile(PluginStage.probe, [definition], on: stage)
    try await expect("libprobe.so: \(message) (plugin org.example.probe)", on: stage)
  }

  @Test func aManifestThatLiesAboutTheID() async throws {
    let stage = try PluginStage.make()
    try await PluginStage.compile(PluginStage.probe, [#"PROBE_ID="org.example.other""#], on: stage)
    try await expect(
      "libprobe.so: the library says its id is 'org.example.other', its manifest "
        + "STAGE/plugins/probe/plugin.yaml says 'org.example.probe'. Make them agree.", on: stage)
  }

  @Test(
    "A plugin that fails when it is first used",
    arguments: [
      (
        "UNRULY_THROWS",
        "The plugin threw an exception: the tank is empty (plugin org.example.probe) "
          + "[0/probe/tool.describe]"
      ),
      (
        "UNRULY_ANSWERS_NONSENSE",
        "The plugin's result is not JSON: the document ends too early at byte 12. Report it to the "
          + "plugin's author. (plugin org.example.probe)"
      ),
      (
        "UNRULY_CREATES_NULL",
        "The plugin made no instance (create gave NULL). (plugin org.example.probe)"
      ),
    ])
  func failing(definition: String, message: String) async throws {
    let stage = try PluginStage.make()
    try await PluginStage.compile(PluginStage.unruly, [definition], on: stage)
    try await expect(message, on: stage)
  }

  @Test func aManifestWithMistakes() async throws {
    let stage = try PluginStage.make()
    try stage.write("plugins/probe/plugin.yaml", "id: probe\nversion: 1.0.0\nlibary: x.so\n")
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 69)
    #expect(
      ended.error == """
        STAGE/plugins/probe/plugin.yaml:3:1: error: 'libary' is no key of a manifest
          libary: x.so
          ^
          hint: did you mean 'library'?

        STAGE/plugins/probe/plugin.yaml:1:5: error: 'probe' is no plugin id
          id: probe
              ^
          hint: write it as a reverse domain: org.example.weather

        STAGE/plugins/probe/plugin.yaml:1:1: error: 'library' is missing
          id: probe
          ^

        STAGE/plugins/probe/plugin.yaml:1:1: error: 'provides' lists no component
          id: probe
          ^


        """)
  }
}
