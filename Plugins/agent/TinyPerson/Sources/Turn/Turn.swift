internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One turn of the person: rounds of asking the model and doing what it wants, until it is DONE.
struct Turn {
  private let configuration: PersonConfiguration
  private let request: TurnRequest
  private let prompt: Prompt
  private let envelope: Envelope
  private let call: Call
  private(set) var state: MentalState
  private(set) var draft: TurnDraft
  /// What was answered to a question, unchecked.
  private(set) var answer: JSON?
  /// What has happened in this turn, as it will stand in the history.
  private var items: [HistoryItem]

  init(
    _ configuration: PersonConfiguration, _ request: TurnRequest, _ catalog: Catalog,
    _ prompt: Prompt, _ state: MentalState, _ call: Call
  ) {
    self.configuration = configuration
    self.request = request
    self.prompt = prompt
    self.state = state
    self.call = call
    envelope = Envelope(
      configuration: configuration, catalog: catalog, request: request, state: state)
    draft = TurnDraft(
      catalog, request.accessible, person: configuration.persona.name,
      // Who is asked the same again may well give the same answer.
      preventsRepetition: configuration.preventsRepetition && request.question == nil,
      earlier: prompt.history.ownActions)
    items = request.perceives.map(HistoryItem.init)
  }

  mutating func play() async throws {
    for round in 1...configuration.maxRounds {
      let reply = try ModelReply(try await completion(round))
      if request.question != nil { answer = reply.answer ?? answer }
      state.update(goals: reply.goals, attention: reply.attention, emotions: reply.emotions)
      let isLast = round == configuration.maxRounds
      if try await perform(reply.actions, isLastRound: isLast) || draft.isFull { break }
    }
    draft.close()
    state.isWarned = draft.wasRepeating
  }

  /// The model's reply; where the study asks for it one that was judged, with a remark on that.
  private mutating func completion(_ round: Int) async throws -> Completion {
    let results = items.filter { $0.kind == .result }
    let envelope = envelope.bytes(round: round, results: results)
    let messages = prompt.messages(turn: items, at: request.time, tail: tail(round))
    let ask = { @Sendable [call] (messages: [UInt8]) async throws -> Completion in
      try await call.send(.complete(envelope: envelope, messages: messages))
    }
    guard let quality = configuration.quality else { return try await ask(messages) }
    let judge = Judge(configuration: configuration, settings: quality, call: call)
    let outcome = try await QualityLoop(judge: judge, ask: ask).reply(to: messages)
    draft.note(outcome.remark)
    return outcome.completion
  }

  private func tail(_ round: Int) -> Tail {
    Tail(
      time: request.time, accessible: request.accessible, person: configuration.persona.name,
      relations: configuration.persona.relations, state: state, question: request.question,
      round: round,
      isLastRound: round == configuration.maxRounds)
  }

  /// Does what a reply wants; returns true when the turn is over.
  ///
  /// What follows the last action whose result the person must see was decided without it, so it is
  /// dropped and the model goes on from there.
  private mutating func perform(_ wanted: [Action], isLastRound: Bool) async throws -> Bool {
    let informed = isLastRound ? nil : draft.upToResult(wanted)
    let (actions, endTurn) = draft.admit(informed ?? wanted[...])
    for action in actions {
      try call.checkCancellation()
      guard let kind = draft.catalog.kind(action.type) else { continue }
      if isLastRound, kind.origin == .recall {
        draft.note("Dropped a \(action.type): the turn had no round left to use it.")
        continue
      }
      draft.add(action)
      items.append(HistoryItem(action))
      guard let text = try await result(of: action, kind) else { continue }
      items.append(HistoryItem(resultOf: action, text))
    }
    return endTurn || informed == nil
  }

  private func result(of action: Action, _ kind: ActionKind) async throws -> String? {
    switch kind.origin {
    case .recall: try await Recall(person: configuration.persona.name, call: call).perform(action)
    case .tool:
      try await call.send(.performTool(action.type, content: action.content)).text
    default: nil
    }
  }
}
