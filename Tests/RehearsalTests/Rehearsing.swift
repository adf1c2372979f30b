import Rehearsal
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// One call of the component, and what comes back.
enum Rehearsing {
  static func outcome(
    _ purpose: String, _ about: JSONObject, schema: JSON? = nil, seed: UInt64 = 7,
    messages: [UInt8] = []
  ) async throws -> Outcome {
    var request: JSONObject = [
      "purpose": .string(purpose), "max_output_tokens": 900, "about": .object(about),
    ]
    request["schema"] = schema
    let instance = try FakeHost(seed: seed).create(RehearsalModel.self)
    return await instance.invoke("complete", .object(request), body: messages)
  }

  static func content(
    _ purpose: String, _ about: JSONObject, schema: JSON? = nil, seed: UInt64 = 7
  ) async throws -> String {
    try await outcome(purpose, about, schema: schema, seed: seed).get()["content"]?.string ?? ""
  }

  /// The data that a schema is filled with.
  static func data(
    _ purpose: String, _ about: JSONObject, _ schema: JSON, seed: UInt64 = 7
  ) async throws -> JSON {
    try JSON(parsing: try await content(purpose, about, schema: schema, seed: seed))
  }

  /// The actions of a turn.
  static func actions(
    _ persona: JSON, hears stimuli: [JSON] = [], turn: Int = 1, round: Int = 1,
    accessible: JSON = ["Anton Brack", "Cleo Marsh"],
    kinds: JSON = ["TALK", "THINK", "REACH_OUT", "DONE"], seed: UInt64 = 7
  ) async throws -> [JSON] {
    let about: JSONObject = [
      "persona": persona, "stimuli": .array(stimuli), "turn": .integer(Int64(turn)),
      "round": .integer(Int64(round)), "accessible": accessible, "action_kinds": kinds,
    ]
    let reply = try JSON(parsing: try await content("act", about, seed: seed))
    return reply["actions"]?.array ?? []
  }

  static func said(_ text: String, by source: String? = nil) -> JSON {
    var stimulus: JSONObject = ["type": "CONVERSATION", "content": .string(text)]
    stimulus["source"] = source.map(JSON.string)
    return .object(stimulus)
  }
}

extension [JSON] {
  /// What was done of one type.
  func contents(_ type: String) -> [String] {
    filter { $0["type"]?.string == type }.compactMap { $0["content"]?.string }
  }
}
