import TinyTroupeJSON
import TinyTroupeKernel

/// What a call across the ABI costs in process, with an empty payload.
enum RoundTrip {
  static func run(_ registry: PluginRegistry) async throws {
    let plugin = try await registry.load("org.tinytroupe.bench.null")
    let root = RootContext(
      path: "1/bench/tool.perform", seed: 1, timeNS: 0, services: ServiceRegistry())
    let instance = try await plugin.makeInstance(of: plugin.components[0], config: [:], in: root)
    let count = 500_000
    let (wall, _) = await Measurement.time {
      for _ in 0..<count { _ = instance.invokeHere("perform", json: [], in: root) }
    }
    let queued = 50_000
    let (asynchronous, _) = try await Measurement.time {
      for _ in 0..<queued { _ = try await instance.invoke("perform", json: [], in: root) }
    }
    Measurement.print(
      "abi-round-trip",
      [
        "us": Measurement.rounded(wall / Double(count) * 1e6), "target_us": 1,
        "us_with_thread_hop": Measurement.rounded(asynchronous / Double(queued) * 1e6),
      ])
  }
}
