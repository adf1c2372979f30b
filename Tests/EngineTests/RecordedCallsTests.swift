import StubServer
import Testing
import TinyTroupeHTTP
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Answers from a log")
struct RecordedCallsTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func request(_ text: String, limit: Int = 10) -> CallRequest {
    let envelope: JSON = ["purpose": "act", "max_output_tokens": .integer(Int64(limit))]
    let messages: JSON = [
      ["role": "system", "content": "Rules."], ["role": "user", "content": .string(text)],
    ]
    return CallRequest(envelope: envelope.bytes, body: messages.bytes)
  }

  private static func record(
    _ path: String, _ outcome: CallOutcome, op: String = "llm.complete"
  ) -> CallRecord {
    CallRecord(
      path: path, op: op, step: 1, request: request("Tea?"), outcome: outcome, startedNS: 0,
      finishedNS: 0)
  }

  private static let failure = CallOutcome.failure(
    status: PluginError.Code.unavailable.rawValue,
    error: Array(#"{"message":"The server is down.","detail":{"reason":"connect"}}"#.utf8))

  /// A log with an answer, a failure, and an effect that failed.
  private func recorded(_ use: RecordedCalls.Use) async throws -> RecordedCalls {
    let store = try await RunStore.create(
      in: scratch.path, name: "log", startedAt: 0, manifest: [:])
    try await store.append(Self.record("1/a", .reply(json: Array("{}".utf8))))
    try await store.append(Self.record("1/b", Self.failure))
    try await store.append(Self.record("1/c", Self.failure, op: "tool.perform"))
    await store.close()
    return try RecordedCalls(RunReader.open(store.folder), after: 0, for: use)
  }

  private func answer(
    _ use: RecordedCalls.Use, _ path: String, _ request: CallRequest = Self.request("Tea?")
  ) async throws -> Result<CallRecord?, PluginError> {
    let recorded = try await recorded(use)
    do throws(PluginError) {
      return .success(try await recorded.answer(path, request))
    } catch {
      return .failure(error)
    }
  }

  private func message(_ result: Result<CallRecord?, PluginError>) -> String? {
    if case .failure(let error) = result { error.message } else { nil }
  }

  @Test("what was answered is answered", arguments: [RecordedCalls.Use.resume, .fork, .replay])
  func answered(use: RecordedCalls.Use) async throws {
    #expect(try await answer(use, "1/a").get()?.path == "1/a")
  }

  @Test("what failed is repeated by a replay alone, and else asked again")
  func failures() async throws {
    #expect(try await answer(.replay, "1/b").get()?.outcome == Self.failure)
    #expect(try await answer(.resume, "1/b").get() == nil)
    #expect(try await answer(.fork, "1/b").get() == nil)
  }

  @Test("an effect that failed is never tried again", arguments: [RecordedCalls.Use.resume, .fork])
  func effects(use: RecordedCalls.Use) async throws {
    #expect(try await answer(use, "1/c").get()?.outcome == Self.failure)
  }

  @Test("a failure has the code, the words and the details that it had")
  func sameFailure() async throws {
    let record = try #require(try await answer(.replay, "1/b").get())
    let error = #expect(throws: PluginError.self) { try record.reply() }
    #expect(error?.code == .unavailable)
    #expect(error?.message == "The server is down.")
    #expect(error?.detail == ["reason": "connect"])
  }

  @Test("a replay says which call is not in the log")
  func unknown() async throws {
    #expect(try await answer(.resume, "2/x").get() == nil)
    #expect(
      message(try await answer(.replay, "2/x"))?.replacing(/log-\S+?(?=[,`]| so)/, with: "RUN")
        == "The call 2/x is not in the log of RUN, so it cannot be replayed. A replay needs the plugins and "
        + "the program that made the run; `tinytroupe verify RUN` names what differs.")
  }

  @Test("a call that asks something else says in what it differs")
  func differs() async throws {
    let other = Self.request("Coffee?", limit: 20)
    #expect(try await answer(.fork, "1/a", other).get() == nil)
    for use in [RecordedCalls.Use.resume, .replay] {
      let text = try #require(message(try await answer(use, "1/a", other)))
      #expect(
        text.replacing(/log-\d+-\d+(-\d+)?/, with: "RUN")
          == """
          The call 1/a asks something else than in the log of RUN:
            max_output_tokens: logged 10, now 20
            messages[1].content: logged "Tea?", now "Coffee?"
          `tinytroupe verify RUN` names what has changed; to go on with the change, run --fork RUN@STEP.
          """)
    }
  }

  @Test("differences are shown where they are, in long texts too")
  func excerpts() {
    let long = String(repeating: "word ", count: 100)
    let lines = RequestDifference.lines(
      Self.request(long + "old end"), Self.request(long + "new end"))
    #expect(
      lines == [
        "messages[1].content: logged …word word word word old end\", now …word word word word new end\""
      ])
    #expect(
      RequestDifference.lines(CallRequest(envelope: Array("{}".utf8)), Self.request("x")).prefix(2)
        == ["purpose: not in the log, now \"act\"", "max_output_tokens: not in the log, now 10"])
  }
}

@Suite("Requests to servers")
struct LoggedHTTPTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func caller(_ calls: CallJournal) async throws -> Caller {
    let service = HTTPService(
      client: HTTPClient(),
      permissions: NetworkPermissions(entries: ["org.example.puppet": ["127.0.0.1"]]),
      secrets: SecretStore(variables: [:], environment: [:], file: nil), calls: calls)
    return try await Caller(services: ["tt.http/1": service])
  }

  private func store(_ name: String) async throws -> RunStore {
    try await RunStore.create(in: scratch.path, name: name, startedAt: 0, manifest: [:])
  }

  @Test("are logged whole and answered from the log, when time limits differ too")
  func replay() async throws {
    let server = StubServer(
      StubBehaviour(reply: { _ in StubReply.bytes(Array("page".utf8)) }))
    let url = "http://127.0.0.1:\(try server.start())/x"
    let store = try await store("first")
    let first = try await caller(CallJournal(store: store)).ask(
      "tt.http/1 request", #"{"url":"\#(url)","timeout_ms":5000}"#)
    server.stop()
    await store.close()
    let reader = try RunReader.open(store.folder)
    #expect(try reader.calls().map(\.op) == ["http.request"])
    let second = try await self.store("second")
    let recorded = try RecordedCalls(reader, after: 0, for: .replay)
    let again = try await caller(CallJournal(store: second, recorded: recorded)).ask(
      "tt.http/1 request", #"{"url":"\#(url)","timeout_ms":9000}"#)
    #expect(again.body == Array("page".utf8))
    #expect(again == first)
    await second.close()
    #expect(try RunReader.open(second.folder).calls().map(\.attempts) == [0])
  }

  @Test("are not begun once the run is to stop")
  func stopping() async throws {
    let stop = StopRequest()
    let store = try await store("stopped")
    let caller = try await caller(CallJournal(store: store, stop: stop))
    stop.request()
    #expect(
      await caller.refusal("tt.http/1 request", #"{"url":"http://127.0.0.1:9/"}"#)
        == "The run is stopping; no further call is sent.")
    await store.close()
    #expect(try RunReader.open(store.folder).calls().isEmpty)
  }
}
