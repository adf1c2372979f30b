import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyWorld

/// Plays a host for one world: keeps its state, and may forget the instance before every call.
final class Scene {
  static let everyone = ["Nuala", "Tomasz", "Adaeze", "Reto"]

  let store = FakeStore()
  let host: FakeHost
  private let config: JSON
  private let isForgetful: Bool
  private var instance: FakeInstance
  private var producesState = false
  private(set) var state: JSON = .null
  private(set) var version = 0

  init(config: JSON = [:], isForgetful: Bool = false) throws {
    self.config = config
    self.isForgetful = isForgetful
    host = FakeHost(services: ["tt.store/1": store.service])
    instance = try host.create(TinyWorld.self, config: config)
  }

  /// A world that has been opened.
  static func open(
    _ people: [String] = everyone, config: JSON = [:], relations: JSON = [:],
    isForgetful: Bool = false
  ) async throws -> Scene {
    let scene = try Scene(config: config, isForgetful: isForgetful)
    _ = try await scene.ask(
      "open", ["agents": .array(people.map(JSON.string)), "relations": relations])
    return scene
  }

  func observe(_ due: JSON = [], waiting: [String] = []) async throws -> JSON {
    try await ask("observe", ["due": due, "waiting": .array(waiting.map(JSON.string))])
  }

  func step(_ intents: JSON...) async throws -> JSON {
    let numbered = intents.enumerated().map { number, intent -> JSON in
      var intent = intent.object ?? [:]
      intent["id"] = .integer(Int64(number + 1))
      return .object(intent)
    }
    return try await ask("step", ["intents": .array(numbered)])
  }

  func close() async throws -> JSON { try await ask("close", [:]) }

  private func ask(_ operation: String, _ request: JSONObject) async throws -> JSON {
    if isForgetful {
      instance = try host.create(TinyWorld.self, config: config)
      producesState = false
    }
    var request = request
    request["time"] = "2026-01-05T09:00:00"
    if operation != "open" {
      request["state_version"] = .integer(Int64(version))
      if !producesState { request["state"] = state }
    }
    let result = try await instance.invoke(operation, .object(request)).get()
    if let next = result["state"] {
      state = next
      version += 1
      producesState = true
    }
    return result
  }
}

/// An intent as the engine words it.
func intent(_ agent: String, _ type: String, _ content: String = "", to target: String = "") -> JSON
{
  var json: JSONObject = ["agent": .string(agent), "type": .string(type)]
  if !content.isEmpty { json["content"] = .string(content) }
  if !target.isEmpty { json["target"] = .string(target) }
  return .object(json)
}

/// A timeline entry for everybody.
func broadcast(_ content: JSON, as form: String = "conversation", from source: String? = nil)
  -> JSON
{
  var json: JSONObject = ["kind": "broadcast", "as": .string(form), "content": content]
  json["source"] = source.map(JSON.string)
  return .object(json)
}

/// A timeline entry for some.
func say(
  _ content: JSON, to names: [String], as form: String = "conversation", from source: String? = nil
) -> JSON {
  var json = broadcast(content, as: form, from: source).object ?? [:]
  json["kind"] = "say"
  json["to"] = .array(names.map(JSON.string))
  return .object(json)
}

extension JSON {
  /// The texts of the stimuli that reach a person.
  func told(_ name: String) -> [String] {
    (self["stimuli"]?.array ?? []).filter { stimulus in
      stimulus["to"] == "all" || stimulus["to"]?.array?.contains(.string(name)) == true
    }.compactMap { $0["content"]?.string }
  }
}
