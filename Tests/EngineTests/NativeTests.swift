import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("C functions that people call")
struct NativeTests {
  private let troupe: Troupe
  private let library: String

  init() throws {
    troupe = try Troupe()
    library = troupe.scratch.path + "/libnative.so"
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = [
      "cc", "-shared", "-fPIC", "-O0", "\(Checkout.root)/Tests/EngineTests/Fixtures/native.c", "-o",
      library,
    ]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0, "the library must compile")
  }

  /// Declares a function and lets Ana call it.
  private func call(
    _ symbol: String, returns: String, _ types: [String] = [], _ input: String = "{}",
    more: JSONObject = ["effects": "none"], allows: Bool = false, library: String? = nil
  ) async throws -> (text: String, data: JSON) {
    var function: JSONObject = [
      "action": "CALL_IT", "text": "Calls it.", "library": .string(library ?? self.library),
      "symbol": .string(symbol), "returns": .string(returns),
      "arguments": .array(
        types.enumerated().map { ["name": .string("a\($0.offset)"), "type": .string($0.element)] }),
    ]
    for member in more { function[member.key] = member.value }
    var tool = ComponentPlan(
      kind: "tool", plugin: "org.tinytroupe.native", name: "native",
      config: ["functions": [.object(function)]])
    tool.allowsSideEffects = allows
    let script = Troupe.line(nil, ("CALL_IT", "", input), ("TALK", "", "Still here."))
    let record = try await troupe.run(
      troupe.plan(["Ana"], [script], timeline: [.run(steps: 2)], tools: [tool]))
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    #expect(record.events(.stepFinished).count == 2, "the run goes on")
    let told = record.events(.toolPerformed).first?.payload ?? [:]
    return (told["text"]?.string ?? "", told["data"] ?? .null)
  }

  @Test("give what they return, of every kind")
  func results() async throws {
    #expect(
      try await call("add", returns: "int32", ["int32", "int32"], #"{"a0":40,"a1":2}"#).data == 42)
    #expect(try await call("narrow", returns: "int8", ["int8"], #"{"a0":100}"#).data == -100)
    #expect(
      try await call("mean", returns: "double", ["double", "float"], #"{"a0":1,"a1":2.5}"#).data
        == 1.75)
    #expect(try await call("is_long", returns: "bool", ["string"], #"{"a0":"ab"}"#).data == true)
    let greeting = try await call(
      "greet", returns: "string", ["string"], #"{"a0":"Ana; $(reboot) \"x\""}"#)
    #expect(greeting.data == #"Good morning, Ana; $(reboot) "x"."#)
    #expect(greeting.text.hasPrefix("CALL_IT gives Good morning, Ana; $(reboot)"))
    #expect(try await call("nothing", returns: "void").text == "CALL_IT is done.")
    let system = try await call(
      "strlen", returns: "uint64", ["string"], #"{"a0":"four"}"#, library: "libc.so.6")
    #expect(system.data == 4)
  }

  @Test("that crash, hang or leave cost the person its action and nothing else")
  func crashes() async throws {
    #expect(
      try await call("crash", returns: "int32").text == "CALL_IT did not work: crash crashed (139)."
    )
    #expect(
      try await call("hang", returns: "int32", more: ["effects": "none", "timeout": 0.5]).text
        == "CALL_IT did not work: hang did not return in time.")
    #expect(
      try await call("leave", returns: "int32").text == "CALL_IT did not work: leave crashed (7).")
  }

  @Test("get only arguments that fit their types")
  func arguments() async throws {
    for (input, words) in [
      (#"{"a0":300}"#, "CALL_IT cannot be done like this: "),
      (#"{"a0":"x"}"#, "CALL_IT cannot be done like this: "),
      ("{}", "CALL_IT cannot be done like this: "), ("many", "CALL_IT needs its content as JSON"),
      (#"{"a0":1,"b":2}"#, "CALL_IT cannot be done like this: "),
    ] {
      let told = try await call("narrow", returns: "int8", ["int8"], input).text
      #expect(told.hasPrefix(words), "\(input): \(told)")
    }
    let missing = try await call("nobody", returns: "int32")
    #expect(missing.text == "CALL_IT did not work: nobody: the library has no function 'nobody'")
    let nowhere = try await call("f", returns: "int32", library: "libnowhere.so.9")
    #expect(nowhere.text.contains("the library cannot be loaded"))
  }

  @Test("C51: act on the world outside unless the study says otherwise, and then need leave")
  func effects() async throws {
    let refused = try await call(
      "add", returns: "int32", ["int32", "int32"], #"{"a0":1,"a1":2}"#, more: [:])
    #expect(
      refused.text == "CALL_IT would act on the world outside, which this study does not allow.")
    let allowed = try await call(
      "add", returns: "int32", ["int32", "int32"], #"{"a0":1,"a1":2}"#, more: [:], allows: true)
    #expect(allowed.data == 3)
  }
}
