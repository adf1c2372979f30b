import Synchronization
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyEnricher

/// A model that replies with texts in turn, and remembers what it was sent.
final class Model: Sendable {
  private struct State {
    var replies: [String]
    var conversations: [JSON] = []
    var envelopes: [JSON] = []
  }

  private let state: Mutex<State>

  init(_ replies: String...) {
    state = Mutex(State(replies: replies))
  }

  /// A model that gives texts as content.
  static func content(_ texts: String...) -> Model {
    let model = Model()
    model.state.withLock { $0.replies = texts.map { JSON.object(["content": .string($0)]).text } }
    return model
  }

  /// A model that gives additions to a persona.
  static func additions(_ additions: JSON) -> Model {
    Model(JSON.object(["additions": additions]).text)
  }

  var conversations: [JSON] { state.withLock { $0.conversations } }
  var envelopes: [JSON] { state.withLock { $0.envelopes } }

  func enrich(_ request: JSON, config: JSON = [:]) async throws -> JSON {
    let host = FakeHost(services: ["tt.llm/1": service])
    let instance = try host.create(TinyEnricher.self, config: config)
    return try await instance.invoke("enrich", request).get()
  }

  private var service: FakeService {
    { [self] _, request, body in
      let messages = (try? JSON(parsing: body)) ?? .null
      return try state.withLock { state in
        state.conversations.append(messages)
        state.envelopes.append(request)
        guard !state.replies.isEmpty else { throw PluginFailure(.unavailable, "No more replies.") }
        return FakeAnswer(["content": .string(state.replies.removeFirst()), "finish": "stop"])
      }
    }
  }
}
