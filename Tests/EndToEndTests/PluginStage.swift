import Foundation
import Testing

/// A stage with a third party's plugin folder, which a study asks for as a tool.
enum PluginStage {
  static let probe = "Tests/KernelTests/Fixtures/probe.cpp"
  static let unruly = "Tests/EndToEndTests/Fixtures/unruly.cpp"

  static func make() throws -> Stage {
    try Stage([
      "study.yaml": """
      plugins: {paths: [plugins]}
      agents: [{persona: anna.yaml, tools: [probe]}]
      timeline: [{run: 1}]
      """,
      "plugins/probe/plugin.yaml": """
      id: org.example.probe
      version: 1.0.0
      abi: {major: 1, minor: 0}
      library: libprobe.so
      language: {name: c++, runtime: none}
      provides: [{kind: tool, name: probe, contract: tool/1}]
      """,
    ])
  }

  /// Compiles a source of the project into the folder.
  static func compile(_ source: String, _ definitions: [String], on stage: Stage) async throws {
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments =
      ["c++", "-std=c++17", "-shared", "-fPIC", "-fvisibility=hidden", "-pthread"]
      + definitions.map { "-D\($0)" }
      + [
        "-I", Started.checkout.appending(path: "plugin-sdk/include").path,
        Started.checkout.appending(path: source).path,
        "-o", stage.path + "/plugins/probe/libprobe.so",
      ]
    let (exits, continuation) = AsyncStream<Int32>.makeStream()
    compiler.terminationHandler = {
      continuation.yield($0.terminationStatus)
      continuation.finish()
    }
    try compiler.run()
    var status: Int32 = -1
    for await exit in exits { status = exit }
    try #require(status == 0, "the plugin must compile")
  }
}
