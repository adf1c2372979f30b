import Foundation
import Testing
import TinyTroupeJSON

/// `tinytroupe plugin doctor`, with good plugins and with bad ones made on purpose.
@Suite("The doctor") struct DoctorTests {
  private static let manifest = """
    id: org.example.bad
    version: 1.0.0
    abi: {major: 1, minor: 0}
    library: libprobe.so
    language: {name: c++, runtime: none}
    provides: [{kind: tool, name: bad, contract: tool/1, concurrency: parallel}]
    """

  /// Compiles a variant and examines it.
  private func examine(_ definitions: [String]) async throws -> (checks: [JSON], ended: Ended) {
    let stage = try Stage(["plugins/probe/plugin.yaml": Self.manifest])
    try await PluginStage.compile("Tests/BadPlugins/bad.cpp", definitions, on: stage)
    let ended = try await stage.run(
      "plugin", "doctor", "plugins/probe", "--format", "json", "--timeout", "3")
    let json = try JSON(parsing: ended.output.split(separator: "\n").last.map(String.init) ?? "")
    return (json["checks"]?.array ?? [], ended)
  }

  private static let bad = ["fail", "crash", "time-out"]

  @Test(
    "each bad plugin fails exactly its check",
    arguments: [
      ("BAD_RETURNS_NULL", "L1", "fail", "returned NULL"),
      ("BAD_DIES_LOADING", "L1", "crash", "SIGABRT"),
      ("BAD_ID=\"org.example.other\"", "L1", "fail", "org.example.other"),
      ("BAD_ACCEPTS_ALL", "C2", "fail", "does not refuse the operation 'no-such-operation'"),
      ("BAD_JSON", "C4", "fail", "JSON"),
      ("BAD_UTF8", "C4", "fail", "UTF-8"),
      ("BAD_SHAPE", "C4", "fail", "deeds"),
      ("BAD_NEVER_COMPLETES", "C4", "time-out", "within 3 s"),
      ("BAD_BLOCKS", "C4", "time-out", "within 3 s"),
      ("BAD_THROWS", "C4", "fail", "the spade broke"),
      ("BAD_TRAPS", "C4", "crash", "a trap"),
      ("BAD_SEGFAULTS", "C4", "crash", "SIGSEGV"),
      ("BAD_EXITS", "C4", "crash", "ended with status 0"),
      ("BAD_ALLOCATES", "C4", "crash", "SIGSEGV"),
      ("BAD_GUESSES", "B1", "fail", "answered differently the second time"),
      ("BAD_COMPLETES_TWICE", "B5", "fail", "complete"),
      ("BAD_CALLS_LATE", "B5", "fail", "emit"),
      ("BAD_PRINTS", "B8", "fail", "bytes there"),
      ("BAD_LEAKS", "S1", "fail", "left"),
    ])
  func badPlugins(variant: String, check: String, verdict: String, text: String) async throws {
    let (checks, ended) = try await examine([variant])
    let found = checks.filter { Self.bad.contains($0["verdict"]?.string ?? "") }
    #expect(found.map { $0["check"]?.string } == [check], "\(found.map(\.text))")
    #expect(found.first?["verdict"]?.string == verdict)
    #expect(found.first?["text"]?.string?.contains(text) == true, "\(found.map(\.text))")
    #expect(ended.status == 69 && ended.error.contains("found something: \(check)."))
  }

  @Test("a good plugin passes every check, and so does each of the project's own")
  func goodPlugins() async throws {
    let (checks, ended) = try await examine([])
    #expect(ended.status == 0, "\(ended.error)")
    #expect(checks.map { $0["verdict"] }.allSatisfy { $0 == "pass" }, "\(checks.map(\.text))")
    let stage = try Stage()
    let folder = Started.checkout.appending(path: "Plugins").path
    let manifests =
      (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String })?
      .filter { $0.hasSuffix("plugin.yaml") } ?? []
    #expect(manifests.count > 20)
    for manifest in manifests {
      let ended = try await stage.run("plugin", "doctor", "\(folder)/\(manifest)")
      #expect(ended.status == 0, "\(manifest)\n\(ended.output)")
    }
  }

  @Test("it shows a line for each check, with the reason, and names what was found")
  func text() async throws {
    let stage = try Stage(["plugins/probe/plugin.yaml": Self.manifest])
    let ended = try await stage.run("plugin", "doctor", "plugins/probe")
    #expect(
      stage.plain(ended.output).hasPrefix(
        """
        M1  pass      The manifest can be read.
        F1  fail      The library is there, and is one for this machine.
                      STAGE/plugins/probe/libprobe.so: no such file, although STAGE/plugins/probe/plugin.yaml names it. Build the plugin, or correct 'library:'.
        L1  skip      It loads, and is what its manifest says.
                      It needs F1.

        """))
    #expect(ended.error.contains("1 of 13 checks found something: F1."))
    let nowhere = try await stage.run("plugin", "doctor", "nowhere")
    #expect(nowhere.status == 64 && nowhere.error.contains("Name the folder of a plugin"))
    let unknown = try await stage.run("plugin", "doctor", "plugins/probe", "--only", "Z9")
    #expect(unknown.status == 64 && unknown.error.contains("No check is called 'Z9'."))
  }
}
