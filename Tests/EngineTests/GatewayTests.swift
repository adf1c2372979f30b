import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("The model gateway")
struct GatewayTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A gateway with one backend, whose waits are a millisecond.
  private func gateway(
    _ model: ComponentPlan, attempts: Int, name: String = "gateway"
  ) async throws -> (caller: Caller, gateway: ModelGateway, store: RunStore) {
    let maker = InstanceMaker(registry: try Checkout.registry(), seed: 1, forgetsAtRandom: false)
    let store = try await RunStore.create(
      in: scratch.path, name: name, startedAt: 0, manifest: [:])
    let backend = ModelGateway.Backend(
      id: "default", instances: [try await maker.make(model)],
      route: Route(
        model: "m", pool: EndpointPool(keys: ["m"], concurrency: 1), attempts: attempts,
        deadline: .seconds(600), retries: RetryBudget(perCall: 1)), component: model)
    let gateway = ModelGateway(
      backends: ["default": backend], purposes: ["grade": "judge"],
      calls: CallJournal(store: store), backoff: Backoff(baseMilliseconds: 1))
    return (try await Caller(services: ["tt.llm/1": gateway]), gateway, store)
  }

  private static func shy(_ failures: Int) -> ComponentPlan {
    ComponentPlan(
      kind: "llm", plugin: "org.example.puppet", name: "shy",
      config: ["failures": .integer(Int64(failures))])
  }

  private static let request = #"{"purpose":"act"}"#

  private func logged(_ store: RunStore) async throws -> [CallRecord] {
    await store.close()
    let reader = try RunReader.open(store.folder)
    return try reader.calls().compactMap { try reader.call(at: $0.path) }
  }

  @Test("a call that succeeds at last is logged once, with how often it was sent")
  func attempts() async throws {
    let (caller, gateway, store) = try await gateway(Self.shy(2), attempts: 4)
    let reply = try await caller.ask("tt.llm/1 complete", Self.request, "[]")
    #expect(try reply.json()["finish"] == "stop")
    #expect(gateway.usage.current.attempts == 3)
    #expect(gateway.usage.current.calls == 1)
    let calls = try await logged(store)
    #expect(calls.map(\.attempts) == [3])
    #expect(calls.first?.purpose == "act" && calls.first?.agent == nil)
  }

  @Test("a call that is sent in vain says how often")
  func exhausted() async throws {
    let (caller, _, store) = try await gateway(Self.shy(9), attempts: 3)
    #expect(
      await caller.refusal("tt.llm/1 complete", Self.request, "[]") == "not yet Sent 3 times.")
    let calls = try await logged(store)
    #expect(calls.map(\.attempts) == [3])
    guard case .failure(let status, _)? = calls.first?.outcome else {
      Issue.record("the failure must be logged")
      return
    }
    #expect(status == PluginError.Code.unavailable.rawValue)
  }

  @Test("replies that don't fit are asked for anew, counted, and kept in the log")
  func rejected() async throws {
    let long = String(repeating: "x", count: 3000)
    let model = Troupe.scripted([
      ["content": .string(long), "usage": ["input_tokens": 10, "output_tokens": 3]]
    ])
    let (caller, gateway, store) = try await gateway(model.component, attempts: 2)
    let request = #"{"purpose":"act","schema":{"type":"object"}}"#
    let sentence = await caller.refusal("tt.llm/1 complete", request, "[]")
    #expect(
      sentence?.hasPrefix("The model 'm' gave three replies that do not fit what was asked: ")
        == true)
    #expect(gateway.usage.current.inputTokens == 30)
    let call = try #require(try await logged(store).first)
    #expect(call.attempts == 3)
    #expect(call.usage == TokenUsage(input: 30, output: 9))
    guard case .failure(_, let error) = call.outcome else {
      Issue.record("the failure must be logged")
      return
    }
    let replies = try JSON(parsing: error)["detail"]?["replies"]?.array
    #expect(replies == Array(repeating: .string(String(repeating: "x", count: 2000)), count: 3))
  }

  @Test("a quota that is used up is not asked for again")
  func quota() async throws {
    let model = Troupe.scripted([
      ["error": ["code": "exhausted", "message": "No money.", "detail": ["reason": "quota"]]]
    ])
    let (caller, gateway, _) = try await gateway(model.component, attempts: 4)
    #expect(await caller.refusal("tt.llm/1 complete", Self.request, "[]") == "No money.")
    #expect(gateway.usage.current.attempts == 1)
  }

  @Test("equal requests are independent draws, each sent and paid for")
  func draws() async throws {
    let (caller, gateway, store) = try await gateway(Self.shy(0), attempts: 1)
    for step in 1...3 { try await caller.ask("tt.llm/1 complete", Self.request, "[]", step: step) }
    #expect(gateway.usage.current.attempts == 3)
    let calls = try await logged(store)
    #expect(calls.map(\.attempts) == [1, 1, 1])
    #expect(Set(calls.map(\.request.hash)).count == 1)
  }

  @Test("a request marked 'shared' is sent once, and every path has its outcome in the log")
  func shared() async throws {
    let model = Troupe.scripted([
      ["content": "a", "usage": ["input_tokens": 10, "output_tokens": 3]]
    ])
    let (caller, gateway, store) = try await gateway(model.component, attempts: 1)
    let request = #"{"purpose":"act","shared":true}"#
    for step in 1...3 {
      let reply = try await caller.ask("tt.llm/1 complete", request, "[]", step: step)
      #expect(try reply.json()["content"] == "a")
    }
    _ = try await caller.ask("tt.llm/1 complete", request, "[1]", step: 4)
    #expect(gateway.usage.current.attempts == 2, "other messages are another request")
    let calls = try await logged(store)
    #expect(calls.map(\.attempts) == [1, 0, 0, 1])
    #expect(calls.map(\.usage.input) == [10, 0, 0, 10])
    #expect(Set(calls.prefix(3).map(\.outcome)).count == 1)
  }

  @Test("what a shared call answers depends on the request and the seed, not on who asks first")
  func sharedDraw() async throws {
    let rehearsal = ComponentPlan(
      kind: "llm", plugin: "org.tinytroupe.rehearsal", name: "rehearsal")
    let request =
      #"{"purpose":"act","shared":true,"about":{"purpose":"act","persona":{"name":"Lisa"},"#
      + #""stimuli":[{"type":"CONVERSATION","content":"Soup or bread?","source":"Reto"}],"#
      + #""accessible":"all","action_kinds":["TALK","THINK","DONE"],"turn":1}}"#
    var replies: Set<[UInt8]> = []
    for step in 1...4 {
      let (caller, _, _) = try await gateway(rehearsal, attempts: 1, name: "draw-\(step)")
      replies.insert(try await caller.ask("tt.llm/1 complete", request, "[]", step: step).result)
    }
    #expect(replies.count == 1)
  }

  @Test("a shared call that fails is sent anew by the next who asks")
  func sharedFailure() async throws {
    let (caller, gateway, store) = try await gateway(Self.shy(1), attempts: 1)
    let request = #"{"purpose":"act","shared":true}"#
    #expect(await caller.refusal("tt.llm/1 complete", request, "[]") == "not yet")
    try await caller.ask("tt.llm/1 complete", request, "[]", step: 2)
    #expect(gateway.usage.current.attempts == 2)
    #expect(try await logged(store).map(\.attempts) == [1, 1])
  }

  @Test("a bad reply is shown to the model, whose better one is logged with what both cost")
  func repaired() async throws {
    let model = Troupe.scripted([
      [
        "when": ["contains": "cannot be used: it is not JSON"],
        "content": "```json\n{\"a\":1}\n```",
      ],
      ["content": "hm", "usage": ["input_tokens": 10, "output_tokens": 3]],
    ])
    let (caller, _, store) = try await gateway(model.component, attempts: 1)
    let request = #"{"purpose":"act","schema":{"type":"object","required":["a"]}}"#
    let messages = #"[{"role":"user","content":"Ask"}]"#
    let reply = try await caller.ask("tt.llm/1 complete", request, messages)
    #expect(try reply.json()["content"] == #"{"a":1}"#)
    let call = try #require(try await logged(store).first)
    #expect(call.attempts == 2)
    #expect(call.usage.input > 10)
    #expect(call.outcome == .reply(json: reply.result))
    #expect(call.request.body == Array(messages.utf8), "the request is logged as it was asked")
  }

  @Test("what the gateway doesn't know is refused by name")
  func unknown() async throws {
    let (caller, _, _) = try await gateway(Self.shy(0), attempts: 1)
    #expect(await caller.refusal("tt.llm/1 paint") == "tt.llm has no operation 'paint'.")
    #expect(
      await caller.refusal("tt.llm/1 complete", #"{"purpose":"grade"}"#, "[]")
        == "No model backend is called 'judge' in this study.")
  }
}
