import StubServer
import Testing
import TinyTroupeJSON

/// What each fault of a model server comes to: one clear message, status 69, and nothing lost.
@Suite struct ModelServerTests {
  private static let opening = "Step 2: Anna: "
  private static let server = "The model server at http://HOST/v1 "

  /// Runs two steps; the first gets a good answer, everything after it the fault.
  private func run(
    _ fault: StubReply, attempts: Int = 1, timeout: Int = 60
  ) async throws -> (Ended, Stage) {
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn }) { $0.number == 1 ? nil : fault })
    let stage = try Stage([
      "study.yaml": ModelStudy.text(
        port: try server.start(), "attempts: \(attempts), timeout: \(timeout)")
    ])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    server.stop()
    return (ended, stage)
  }

  private func expect(
    _ fault: StubReply, attempts: Int = 1, timeout: Int = 60, _ message: String,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let (ended, stage) = try await run(fault, attempts: attempts, timeout: timeout)
    #expect(ended.status == 69, sourceLocation: location)
    #expect(ended.error == "Step 2: Anna: \(message)\n" + ModelStudy.goOn, sourceLocation: location)
    let events = try await stage.events()
    #expect(
      events.filter { $0["event"] == "step-finished" }.count == 1,
      "the finished step is kept", sourceLocation: location)
    let last = try #require(try ended.lines.last, sourceLocation: location)
    #expect(last["status"] == "stopped", sourceLocation: location)
    #expect(last["step"] == 1, sourceLocation: location)
    #expect(
      last["error"]?.string.map(stage.plain) == "Step 2: Anna: \(message)",
      sourceLocation: location)
  }

  @Test(
    "Statuses that say no",
    arguments: [
      (
        StubReply.unauthorized,
        "did not accept the key (401): \"Incorrect API key provided\". Set OPENAI_API_KEY, or "
          + "the secret 'openai' in ~/.config/tinytroupe/secrets.yaml."
      ),
      (
        .modelNotFound,
        "knows no model 'stub-model-1', or has nothing at this address (404): \"The model does "
          + "not exist or you do not have access to it\". Check 'model' and 'base_url', which "
          + "usually ends in /v1."
      ),
      (
        .rateLimited(retryAfterSeconds: 0),
        "limits how often model 'stub-model-1' may be asked (429): \"Rate limit reached\". Wait, "
          + "or lower 'concurrency'."
      ),
      (.serverError, "failed (500): \"The server had an error\". Try again later."),
    ])
  func refusing(fault: StubReply, message: String) async throws {
    try await expect(fault, Self.server + message)
  }

  @Test(
    "Answers that are none",
    arguments: [
      (
        StubReply.html,
        "answered with HTML instead of JSON. Check 'base_url', which usually ends in /v1; a "
          + "proxy or a login page may stand in between."
      ),
      (
        .truncatedJSON,
        "gave an answer that is not valid JSON (model 'stub-model-1'): the string does not end "
          + "at byte 50. It may have been cut off on its way."
      ),
      (
        .truncatedHTTP,
        "broke off its answer (model 'stub-model-1'): HOST closed the connection within its "
          + "answer, after 20 bytes. If it stays so, look at its log."
      ),
      (
        .dropped,
        "broke off its answer (model 'stub-model-1'): HOST closed the connection before it "
          + "answered. If it stays so, look at its log."
      ),
      (
        .emptyContent,
        "gave an empty answer (model 'stub-model-1'). If it stays so, choose another model."
      ),
      (
        .emptyChoices,
        "gave an answer without 'choices' (model 'stub-model-1'). Check that 'base_url' leads to "
          + "an OpenAI-compatible server."
      ),
    ])
  func broken(fault: StubReply, message: String) async throws {
    try await expect(fault, Self.server + message)
  }

  @Test(
    "Replies that cannot be used",
    arguments: [
      (
        StubReply.refusal("I cannot help with that."),
        "The model 'stub-model-1' refused to answer: \"I cannot help with that\". Rephrase the "
          + "study, or use another model."
      ),
      (
        .contentFiltered,
        "The provider of 'stub-model-1' filtered the reply. Rephrase the study, or use another "
          + "model."
      ),
      (
        .lengthLimited(#"{"act"#),
        "The model 'stub-model-1' was cut off at 2000 output tokens. Ask for less, or use another "
          + "model."
      ),
      (
        .content(#"{"answer": "Good morning."}"#),
        "The model 'stub-model-1' gave three replies that do not fit what was asked: unknown key "
          + "'answer'. See the last one: tinytroupe calls --path "
          + "'2/Anna/agent.act/tt.llm.complete:#0'"
      ),
      (
        .content("Good morning."),
        "The model 'stub-model-1' gave three replies that do not fit what was asked: it is not "
          + "JSON (unexpected character at byte 0). See the last one: tinytroupe calls --path "
          + "'2/Anna/agent.act/tt.llm.complete:#0'"
      ),
    ])
  func unusable(fault: StubReply, message: String) async throws {
    try await expect(fault, message)
  }

  @Test func aServerThatNeverAnswers() async throws {
    try await expect(
      .hanging, timeout: 1,
      Self.server + "did not answer within 1 s (model 'stub-model-1'). Raise 'timeout', or choose "
        + "a faster model.")
  }

  @Test func whatWasSentAgainSaysSo() async throws {
    try await expect(
      .serverError, attempts: 2,
      Self.server + "failed (500): \"The server had an error\". Try again later. Sent 2 times.")
  }

  @Test func aServerThatIsDown() async throws {
    let server = StubServer()
    let port = try server.start()
    server.stop()
    let stage = try Stage(["study.yaml": ModelStudy.text(port: port, "attempts: 1")])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(ended.status == 69)
    #expect(
      ended.error == "Step 1: Anna: Cannot reach the model server at http://HOST/v1: no connection "
        + "to HOST: connection refused. Start it, or correct 'base_url'.\n"
        + ModelStudy.goOn)
    #expect(try ended.lines.last?["step"] == 0)
  }

  @Test(
    "A fault that passes is outlived",
    arguments: [
      StubReply.rateLimited(retryAfterSeconds: 0), .serverError, .dropped, .truncatedHTTP,
    ])
  func passing(fault: StubReply) async throws {
    let server = StubServer(
      StubBehaviour(faults: [2: fault]) { _ in ModelStudy.turn })
    let stage = try Stage([
      "study.yaml": ModelStudy.text(port: try server.start(), "attempts: 2")
    ])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    #expect(ended.status == 0)
    #expect(server.counters.requests == 3)
    server.stop()
  }
}

/// What a study does about faults.
@Suite struct FaultPolicyTests {
  @Test func aTurnIsRedoneWhereTheStudySaysSo() async throws {
    let server = StubServer(
      StubBehaviour(faults: [2: .unauthorized]) { _ in ModelStudy.turn })
    let study =
      ModelStudy.text(port: try server.start(), "attempts: 1") + "\non_error: {retry: 1}\n"
    let stage = try Stage(["study.yaml": study])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    server.stop()
    #expect(ended.status == 0)
    let calls = try await stage.run("calls", environment: ["COLUMNS": "120"])
    let lines = calls.output.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ") }
    #expect(
      lines.map { "\($0[0]) \($0[3])" } == [
        "1/Anna/agent.act/tt.llm.complete:#0 ok", "2/Anna/agent.act/tt.llm.complete:#0 failed",
        "2/Anna/agent.act~2/tt.llm.complete:#0 ok",
      ])
  }

  @Test func aFailedExtractionKeepsTheSteps() async throws {
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn }) { $0.number < 3 ? nil : .serverError })
    let study =
      ModelStudy.text(port: try server.start(), "attempts: 1")
      + "\nextract: [{use: results, objective: what they want, fields: {wish: string}}]\n"
    let stage = try Stage(["study.yaml": study])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    server.stop()
    #expect(ended.status == 69)
    #expect(
      ended.error
        == "Step 2: Anna's results: The model server at http://HOST/v1 failed (500): \"The "
        + "server had an error\". Try again later.\n" + ModelStudy.goOn)
    #expect(try ended.lines.last?["step"] == 2)
    #expect(try await stage.events().last?["event"] == "step-finished")
  }
}

/// A study whose people are played by a model behind a port of this machine.
enum ModelStudy {
  /// What a model says that does what it is asked.
  static let turn = """
    {"actions":[{"type":"TALK","target":"","content":"Good morning."},\
    {"type":"DONE","target":"","content":""}],\
    "state":{"goals":"Bread","attention":"The oven","emotions":"Calm"}}
    """

  /// The last line of an error that something outside of the run has caused.
  static let goOn = "To go on: tinytroupe run --resume STAGE/runs/model-TIME\n"

  /// Anna for two steps.
  static func text(port: UInt16, _ keys: String) -> String {
    """
    name: model
    llm: {use: openai, model: stub-model-1, base_url: "http://127.0.0.1:\(port)/v1", \(keys)}
    agents: [{persona: anna.yaml}]
    environment: {use: tiny-world}
    timeline:
      - broadcast: Good morning.
      - run: {steps: 2}
    """
  }
}
