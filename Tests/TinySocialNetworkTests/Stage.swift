import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinySocialNetwork

/// The contents of actions by the numbers of their events.
private final class Happened: Sendable {
  private let contents = Mutex<[Int: String]>([:])

  subscript(event: Int) -> String? {
    get { contents.withLock { $0[event] } }
    set { contents.withLock { $0[event] = newValue } }
  }
}

/// Plays a host for one network: keeps its state and events, and may forget the instance before every call.
final class Stage {
  static let everyone = ["Ana", "Ben", "Cleo", "Dag"]

  let store = FakeStore()
  let host: FakeHost
  private let events = Happened()
  private let config: JSON
  private let isForgetful: Bool
  private var instance: FakeInstance
  private var producesState = false
  private var event = 100
  private(set) var state: JSON = .null

  init(config: JSON, isForgetful: Bool = false, files: [String: String] = [:]) throws {
    self.config = config
    self.isForgetful = isForgetful
    host = FakeHost(seed: 7)
    instance = try host.create(TinySocialNetwork.self, config: config)
    host.services = [
      "tt.store/1": store.service,
      "tt.events/1": { [events] _, request, _ in
        let found = (request["ids"]?.array ?? []).compactMap(\.integer).compactMap { id -> JSON? in
          events[id].map { ["id": .integer(Int64(id)), "content": .string($0)] }
        }
        return FakeAnswer(["events": .array(found)])
      },
      "tt.files/1": { _, request, _ in
        let name = request["name"]?.string ?? ""
        guard let text = files[name] else { throw PluginFailure(.notFound, "There is no \(name).") }
        return FakeAnswer(["name": .string(name), "sha256": ""], body: Array(text.utf8))
      },
    ]
  }

  /// A network that has been opened.
  static func open(
    _ people: [String] = everyone, _ config: JSON = [:], personas: JSON = [:],
    related: JSON = [:], isForgetful: Bool = false, files: [String: String] = [:]
  ) async throws -> Stage {
    let stage = try Stage(config: config, isForgetful: isForgetful, files: files)
    _ = try await stage.ask(
      "open",
      [
        "agents": .array(people.map(JSON.string)), "relations": related, "personas": personas,
      ])
    return stage
  }

  func observe(_ due: JSON = [], waiting: [String] = []) async throws -> JSON {
    try await ask("observe", ["due": due, "waiting": .array(waiting.map(JSON.string))])
  }

  func step(_ intents: JSON...) async throws -> JSON { try await step(intents) }

  func step(_ intents: [JSON]) async throws -> JSON {
    let numbered = intents.map { intent -> JSON in
      event += 1
      var members = intent.object ?? [:]
      members["id"] = .integer(Int64(event))
      let content = members["content"]?.string ?? ""
      events[event] = content
      return .object(members)
    }
    return try await ask("step", ["intents": .array(numbered)])
  }

  func close() async throws -> JSON { try await ask("close", [:]) }

  private func ask(_ operation: String, _ request: JSONObject) async throws -> JSON {
    if isForgetful {
      instance = try host.create(TinySocialNetwork.self, config: config)
      producesState = false
    }
    var request = request
    request["time"] = "2026-01-05T09:00:00"
    if operation != "open", !producesState { request["state"] = state }
    let result = try await instance.invoke(operation, .object(request)).get()
    if let next = result["state"] {
      state = next
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

extension JSON {
  /// The texts of the stimuli of a type that reach a person.
  func told(_ name: String, _ type: String = "SOCIAL") -> [String] {
    (self["stimuli"]?.array ?? []).filter { stimulus in
      stimulus["type"]?.string == type
        && (stimulus["to"] == "all" || stimulus["to"]?.array?.contains(.string(name)) == true)
    }.compactMap { $0["content"]?.string }
  }

  /// The lines of a person's feed.
  func feed(_ name: String) -> [String] {
    told(name, "FEED").flatMap { $0.split(separator: "\n").map(String.init) }
  }

  /// Whom a person can talk to.
  func accessible(_ name: String) -> [String] {
    (self["people"]?[name]?["accessible"]?.array ?? []).compactMap(\.string)
  }
}
