import Rehearsal
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// A small world in which rehearsing people hear each other, as an engine would have it.
struct Scene {
  /// Something that somebody did.
  struct Deed: Equatable {
    let step: Int
    let who: String
    let type: String
    let content: String
    let target: String
  }

  private struct Resident {
    let persona: JSON
    let instance: FakeInstance
    var inbox: [JSON] = []
    var state: JSON = .null
  }

  private var residents: [Resident]
  private(set) var deeds: [Deed] = []
  private var step = 0
  /// Whether the mental state is handed back, as an agent may or may not do.
  private let keepsState: Bool

  init(_ personas: [JSON], seed: UInt64 = 7, keepsState: Bool = true) throws {
    self.keepsState = keepsState
    residents = try personas.enumerated().map { position, persona in
      let host = FakeHost(seed: seed &* 1000 &+ UInt64(position))
      return Resident(persona: persona, instance: try host.create(RehearsalModel.self))
    }
  }

  private var names: [String] { residents.map { $0.persona["name"]?.string ?? "" } }

  mutating func broadcast(_ text: String) {
    for position in residents.indices {
      residents[position].inbox.append(["type": "CONVERSATION", "content": .string(text)])
    }
  }

  mutating func tell(_ name: String, type: String, _ text: String) {
    for position in residents.indices where names[position] == name {
      residents[position].inbox.append(["type": .string(type), "content": .string(text)])
    }
  }

  mutating func run(_ steps: Int) async throws {
    for _ in 0..<steps {
      step += 1
      var said: [Deed] = []
      for position in residents.indices { said += try await act(position) }
      deeds += said
      for deed in said where deed.type == "TALK" { deliver(deed) }
    }
  }

  private mutating func act(_ position: Int) async throws -> [Deed] {
    let resident = residents[position]
    let others = names.enumerated().filter { $0.offset != position }.map { JSON.string($0.element) }
    var about: JSONObject = [
      "purpose": "act", "persona": resident.persona, "stimuli": .array(resident.inbox),
      "turn": .integer(Int64(step)), "accessible": .array(others),
      "action_kinds": ["TALK", "THINK", "REACH_OUT", "DONE"],
    ]
    if keepsState { about["state"] = resident.state }
    let outcome = await resident.instance.invoke(
      "complete", ["purpose": "act", "max_output_tokens": 900, "about": .object(about)])
    let reply = try JSON(parsing: outcome.get()["content"]?.string ?? "")
    residents[position].inbox = []
    residents[position].state = reply["state"] ?? .null
    return (reply["actions"]?.array ?? []).map { action in
      Deed(
        step: step, who: names[position], type: action["type"]?.string ?? "",
        content: action["content"]?.string ?? "", target: action["target"]?.string ?? "")
    }
  }

  private mutating func deliver(_ deed: Deed) {
    for position in residents.indices where names[position] != deed.who {
      guard deed.target.isEmpty || deed.target == names[position] else { continue }
      residents[position].inbox.append([
        "type": "CONVERSATION", "content": .string(deed.content), "source": .string(deed.who),
      ])
    }
  }
}
