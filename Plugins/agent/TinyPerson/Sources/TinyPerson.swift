public import TinyTroupeJSON
public import TinyTroupePluginKit

/// A person played by a language model, true to a persona.
///
/// One model call gives a whole turn. Where the person looks something up or uses a tool, it goes
/// on with the result in the same turn.
public struct TinyPerson: Agent {
  /// The component `tiny-person`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.tiny-person", version: "0.1.0", name: "tiny-person")

  private let configuration: PersonConfiguration
  /// The message that says who the person is.
  private let introduction: [UInt8]
  private let cache = InstanceCache()

  /// Reads the configuration, the persona under `persona` included.
  public init(config: JSON) throws {
    configuration = try PersonConfiguration(config)
    introduction = MessageList.single(
      .system, configuration.templates.person(configuration.persona))
  }

  /// Describes the person in a sentence made of facts, or in a paragraph written by the model.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    let wish = try request.json()
    guard wish["extended"]?.bool == true else {
      return Response(["text": .string(configuration.persona.sentence)])
    }
    let description = Description(configuration, requirements: wish["requirements"]?.string ?? "")
    return Response(["text": .string(try await description.written(call))])
  }

  /// Takes a turn.
  public func act(_ request: Request, _ call: Call) async throws -> Response {
    let request = try TurnRequest(request)
    var remembered = cache.take()
    let state = try remembered.state(for: request).entering(request)
    let catalog = try await remembered.catalog(for: request, configuration, call)
    var recollection =
      remembered.recollection ?? Recollection(person: configuration.persona.name)
    remembered.recollection = nil
    try await recollection.refresh(call)
    let prompt = Prompt(
      rules: catalog.rules, person: introduction, digest: recollection.digest,
      history: recollection.history)
    var turn = Turn(configuration, request, catalog, prompt, state, call)
    try await turn.play()
    remembered.recollection = recollection
    remembered.state = (request.stateVersion + 1, turn.state)
    cache.put(remembered)
    return Self.response(turn)
  }

  private static func response(_ turn: Turn) -> Response {
    Response(capacity: 1024) { writer in
      writer.object { writer in
        writer.key("actions")
        writer.array { writer in for action in turn.draft.actions { action.write(to: &writer) } }
        writer.key("mental_state")
        turn.state.writeMentalState(to: &writer)
        if let answer = turn.answer { writer.member("answer", answer) }
        if !turn.draft.notes.isEmpty {
          writer.member("notes", .array(turn.draft.notes.map(JSON.string)))
        }
        writer.key("state")
        turn.state.writeState(to: &writer)
      }
    }
  }
}
