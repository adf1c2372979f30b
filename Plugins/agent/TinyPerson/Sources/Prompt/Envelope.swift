internal import TinyTroupeJSON

/// What the model gateway is told beside the messages.
struct Envelope: Sendable {
  let configuration: PersonConfiguration
  let catalog: Catalog
  let request: TurnRequest
  let state: MentalState

  /// What the reply must look like.
  private var schema: [UInt8] {
    guard let answer = request.question?.schema else { return catalog.schema }
    return ReplySchema.bytes(types: catalog.kinds.map(\.type), answer: answer)
  }

  /// The envelope of a round; `results` are what the turn's actions have brought so far.
  func bytes(round: Int, results: [HistoryItem]) -> [UInt8] {
    let persona = configuration.persona.bytes
    let schema = schema
    var writer = JSONWriter(capacity: persona.count + schema.count + 2048)
    writer.object { writer in
      writer.member("purpose", "act")
      writer.member("max_output_tokens", configuration.maxOutputTokens)
      if let temperature = configuration.temperature {
        writer.member("temperature", .number(temperature))
      }
      writer.member("schema_name", ReplySchema.name)
      writer.member("schema", raw: schema)
      writer.key("about")
      writer.object { about(round, results, to: &$0) }
    }
    return writer.bytes
  }

  /// For backends without a model: all that they need to act as the person.
  private func about(_ round: Int, _ results: [HistoryItem], to writer: inout JSONWriter) {
    writer.member("purpose", "act")
    writer.member("persona", raw: configuration.persona.bytes)
    writer.member("action_kinds", raw: catalog.about)
    writer.member("turn", state.turn)
    writer.member("round", round)
    writer.member("time", request.time)
    writer.member("accessible", request.accessible.json)
    writer.key("state")
    state.writeMentalState(to: &writer)
    writer.key("stimuli")
    writer.array { writer in for stimulus in request.perceives { stimulus.write(to: &writer) } }
    if !results.isEmpty {
      writer.key("results")
      writer.array { writer in
        for result in results {
          writer.object {
            $0.member("type", result.type)
            $0.member("content", result.content)
          }
        }
      }
    }
    if let question = request.question { writer.member("question", question.text) }
  }
}
