import CTinyTroupe
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON

@testable import TinyTroupePluginKit

@Suite("The exported descriptor")
struct ExportTests {
  @Test("it names the plugin, the compiler and every component")
  func identity() throws {
    let plugin = try FakeHost().load(PluginExport.table(Echo.self, BlockingEcho.self))
    #expect(plugin.id == "org.example.echo")
    #expect(plugin.version == "1.0.0")
    #expect(plugin.toolchain?.hasPrefix("swift-6.") == true)
    #expect(plugin.provides.map(\.kind) == ["tool", "tool"])
    #expect(plugin.provides.map(\.name) == ["echo", "blocking"])
  }

  @Test("a plugin may be started and stopped several times")
  func startTwice() async throws {
    let table = PluginExport.table(Echo.self)
    for _ in 0..<3 {
      let first = try FakeHost().load(table)
      let second = try FakeHost().load(table)
      for plugin in [first, second] {
        let outcome = await (try plugin.create("echo")).invoke("perform")
        #expect(outcome.status == 0)
      }
    }
  }

  @Test("a host whose table is shorter than version 1 is refused")
  func oldHost() {
    let bytes = UnsafeMutablePointer<UInt32>.allocate(capacity: 2)
    defer { bytes.deallocate() }
    bytes.initialize(repeating: 8, count: 2)
    let plugin = PluginExport.table(Echo.self)
    bytes.withMemoryRebound(to: tt_host.self, capacity: 0) { host in
      #expect(plugin.pointee.start?(plugin.pointee.ctx, host) == TT_E_STATE)
    }
  }

  @Test("a component that may meet itself beneath its own calls says so")
  func reentrant() {
    struct Mirror: Enricher {
      static let identity = Identity(plugin: "org.example.mirror", version: "1", name: "mirror")
      static let isReentrant = true
      init(config: JSON) throws {}
      func enrich(_ request: Request, _ call: Call) async throws -> Response { Response([:]) }
    }
    let flags = [Mirror.self as any Component.Type, Echo.self].map { type in
      PluginExport.table(type).pointee.components?[0]?.pointee.flags
    }
    #expect(flags == [TT_COMPONENT_REENTRANT, 0])
  }

  @Test("components of two plugins cannot share a descriptor")
  func twoPlugins() async {
    await #expect(processExitsWith: .failure) {
      _ = PluginExport.table(Echo.self, Diary.self)
    }
  }

  @Test("a growable struct is read as far as it goes and no further")
  func growable() {
    struct Known {
      var size: UInt32 = 0
      var first: UInt32 = 0
      var later: UInt64 = 0
    }
    // Poison after the declared size must not be seen.
    let words: [UInt32] = [8, 41, 0xDEAD, 0xDEAD]
    words.withUnsafeBytes { raw in
      guard let start = raw.baseAddress else { return }
      let short = GrowableStruct.read(start, as: Known.self, leastSize: 8)
      #expect(short?.first == 41)
      #expect(short?.later == 0)
      #expect(GrowableStruct.read(start, as: Known.self) == nil)
    }
  }

  @Test(
    "a chunk is known by its member, with or without spaces",
    arguments: [
      (#"{"result":{"a":1}}"#, #"result {"a":1}"#), (#"{ "result" : [1, 2] }"#, "result [1,2]"),
      (#"{"delta":"x"}"#, #"delta "x""#), (#"{"usage":{}}"#, "usage {}"),
      (#"{"usage":{}} "#, "usage {}"), (#"{"other":1}"#, "nothing"), ("[1]", "nothing"),
      (#"{"result":1"#, "nothing"), ("", "nothing"), (#"{ "result":1,"delta":2}"#, "nothing"),
    ])
  func chunks(json: String, expected: String) {
    let chunk = Array(json.utf8).withUnsafeBytes { ReplyChunk($0) }
    let found =
      switch chunk {
      case .result(let bytes): "result \(String(decoding: bytes, as: UTF8.self))"
      case .delta(let bytes): "delta \(String(decoding: bytes, as: UTF8.self))"
      case .usage(let bytes): "usage \(String(decoding: bytes, as: UTF8.self))"
      case nil: "nothing"
      }
    #expect(found == expected)
  }
}
