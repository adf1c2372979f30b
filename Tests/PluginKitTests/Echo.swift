import Glibc
import TinyTroupeJSON
import TinyTroupePluginKit

/// The name of the calling thread, as a debugger would show it.
func threadName() -> String {
  guard let file = fopen("/proc/thread-self/comm", "r") else { return "" }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 32)
  guard fgets(&line, 32, file) != nil else { return "" }
  return String(decoding: line.prefix { $0 > 0 && $0 != 10 }.map { UInt8($0) }, as: UTF8.self)
}

/// Answers with what it was given and where it ran, in pending style.
struct Echo: Tool {
  static let identity = Identity(plugin: "org.example.echo", version: "1.0.0", name: "echo")

  let greeting: String

  init(config: JSON) throws {
    let greeting = config["greeting"] ?? "hello"
    guard let text = greeting.string else {
      throw PluginFailure(
        .invalid, "'greeting' must be a text, not \(greeting.kindInWords).",
        detail: ["path": "greeting"])
    }
    self.greeting = text
  }

  func describe(_ request: Request, _ call: Call) async throws -> Response {
    for number in 1...3 {
      try call.emit(delta: ["part": .integer(Int64(number))], body: [UInt8(number)])
    }
    return Response(["actions": []], usage: ["tokens": 7])
  }

  func perform(_ request: Request, _ call: Call) async throws -> Response {
    Response(
      [
        "text": .string(greeting), "given": try request.json(), "thread": .string(threadName()),
      ], body: request.body.reversed())
  }
}

/// Answers with what it was given and where it ran, in blocking style.
struct BlockingEcho: BlockingTool {
  static let identity = Identity(plugin: "org.example.echo", version: "1.0.0", name: "blocking")

  init(config: JSON) throws {}

  func describe(_ request: Request, _ call: Call) throws -> Response {
    Response(resultBytes: Array(#"{"actions": []}"#.utf8))
  }

  func perform(_ request: Request, _ call: Call) throws -> Response {
    Response(
      ["given": try request.json(), "thread": .string(threadName())], body: request.body.reversed())
  }
}

/// Runs a closure as an operation, so that each test shows what its component does.
struct Probe: AsyncComponent {
  typealias Operation = @Sendable (Request, Call) async throws -> Response

  static let identity = Identity(plugin: "org.example.probe", version: "1.0.0", name: "probe")
  static let kind = "probe"
  @TaskLocal static var operation: Operation = { _, _ in Response(.null) }

  private let operation: Operation

  init(config: JSON) throws {
    // Bound while the instance is made, which is on the test's own task.
    operation = Self.operation
  }

  func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    try await operation(request, call)
  }
}

/// Runs a closure as an operation on the host's thread.
struct BlockingProbe: BlockingComponent {
  typealias Operation = @Sendable (Request, Call) throws -> Response

  static let identity = Identity(plugin: "org.example.probe", version: "1.0.0", name: "blocking")
  static let kind = "probe"
  @TaskLocal static var operation: Operation = { _, _ in Response(.null) }

  private let operation: Operation

  init(config: JSON) throws {
    operation = Self.operation
  }

  func invoke(_ op: String, _ request: Request, _ call: Call) throws -> Response {
    try operation(request, call)
  }
}
