import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Asking again for a reply that cannot be used")
struct RepairTests {
  private static let schema: JSON = ["type": "object", "required": ["a"]]
  private static let messages = #"[{"role":"user","content":"Ask"}]"#
  private static let mistake = "the key 'a' is missing"

  /// Asks a model that gives these contents in turn; answers what it was sent each time.
  private func ask(
    _ contents: [String], messages: String = messages
  ) async throws -> (outcome: Result<String, PluginError>, sent: [String], effort: Effort) {
    var envelope = CompletionEnvelope(purpose: "act")
    envelope.schema = Self.schema
    let check = ReplyCheck(envelope: envelope, backend: "m", path: "1/p")
    var effort = Effort()
    let sent = Shared<[String]>([])
    do throws(PluginError) {
      let reply = try await check.usable(Array(messages.utf8), &effort) {
        messages, effort async throws(PluginError) in
        sent.change { $0.append(String(decoding: messages, as: UTF8.self)) }
        effort.attempts += 1
        return Reply(["finish": "stop", "content": .string(contents[sent.value.count - 1])])
      }
      let content = (try? reply.json())?["content"]?.string ?? ""
      return (.success(content), sent.value, effort)
    } catch {
      return (.failure(error), sent.value, effort)
    }
  }

  @Test("the model is shown what it said and what was wrong with it, once")
  func repair() async throws {
    let (outcome, sent, effort) = try await ask(["{\"b\": \"\\\"\"}", #"{"a":1}"#])
    #expect(outcome == .success(#"{"a":1}"#))
    #expect(effort.rejected == ["{\"b\": \"\\\"\"}"])
    #expect(sent[0] == Self.messages)
    #expect(sent[1].hasPrefix(String(Self.messages.dropLast())), "its bytes stay as they are")
    let conversation = try JSON(parsing: sent[1])
    #expect(conversation[1] == ["role": "assistant", "content": "{\"b\": \"\\\"\"}"])
    #expect(conversation[2]?["role"] == "user")
    #expect(
      conversation[2]?["content"]
        == .string(
          "Your last reply cannot be used: \(Self.mistake).\n\nAnswer the same request once more. "
            + "Reply with one JSON value that fits the schema, and with nothing before or after it."
        ))
  }

  @Test("a repair that fails is followed by a fresh attempt, and that is the last")
  func fresh() async throws {
    let (outcome, sent, effort) = try await ask(["x", "y", "z"])
    #expect(sent.count == 3)
    #expect(sent[2] == sent[0] && sent[1] != sent[0])
    #expect(effort.rejected == ["x", "y", "z"])
    guard case .failure(let error) = outcome else {
      Issue.record("three bad replies are a failure")
      return
    }
    #expect(
      error.message
        == "The model 'm' gave three replies that do not fit what was asked: it is not JSON "
        + "(unexpected character at byte 0). See the last one: tinytroupe calls --path '1/p'")
  }

  @Test("after an empty reply there is nothing to show")
  func empty() async throws {
    let (outcome, sent, _) = try await ask(["", #"{"a":1}"#])
    #expect(outcome == .success(#"{"a":1}"#))
    #expect(sent[1] == sent[0])
  }

  @Test(
    "messages are extended whatever surrounds them, and left alone when they are no list",
    arguments: [
      (" [ ] \n", 2), ("[]", 2), (Self.messages + "\n", 3), ("", nil), ("{}", nil), ("[", nil),
      ("]", nil), ("[1", nil), ("null", nil),
    ])
  func shapes(messages: String, count: Int?) throws {
    let longer = RepairRequest.messages(
      Array(messages.utf8), after: "x", mistakes: ["it is wrong"])
    #expect(try longer.flatMap { try JSON(parsing: $0).array?.count } == count)
  }

  @Test("a bad reply of any length, and any number of mistakes, make a short request")
  func long() throws {
    let reply = String(repeating: "ä", count: 100_000)
    let longer = try #require(
      RepairRequest.messages(
        Array("[]".utf8), after: reply, mistakes: (0..<100).map { "mistake \($0)" }))
    let messages = try JSON(parsing: longer)
    #expect(messages[0]?["content"]?.string?.count == 16_384)
    #expect(messages[1]?["content"]?.string?.contains("mistake 4. ") == false)
    #expect(messages[1]?["content"]?.string?.contains("mistake 4.\n") == true)
    #expect(messages[1]?["content"]?.string?.contains("mistake 5") == false)
  }
}
