public import TinyTroupeJSON

/// A conversation with people, turn by turn: a run like any other, whose timeline is typed as it goes.
///
/// Use it from one task.
public final class Conversation {
  let simulation: Simulation
  /// How often somebody's memory was looked into.
  var lookups = 0
  /// The name under which the visitor speaks.
  public let visitor: String

  /// Makes people and world ready.
  ///
  /// - Parameters:
  ///   - plan: Who takes part; its timeline is not used.
  ///   - preparation: Where plugins come from and who watches.
  ///   - visitor: The name under which the visitor speaks.
  /// - Throws: What could not be made ready.
  public init(
    _ plan: SimulationPlan, _ preparation: RunPreparation, visitor: String
  ) async throws(RunError) {
    self.visitor = visitor
    simulation = try await preparation.prepare(plan)
    simulation.visitors = [visitor]
    try await simulation.begin()
  }

  /// The names of the people.
  public var people: [String] { simulation.people.map(\.name) }

  /// Says something to everyone, or lets a thought come to them, and lets them act.
  ///
  /// - Parameter picture: What is seen with it; then it is seen and not heard.
  public func say(
    _ text: String, as form: String = "conversation", picture: Picture? = nil
  ) async throws(RunError) {
    if let picture { simulation.gateway.pictures.add(picture) }
    let form = picture == nil ? form : "visual"
    let source = form == "conversation" ? visitor : nil
    simulation.timeline += [
      .stimulus(
        StimulusEntry(form: form, content: text, source: source, picture: picture), step: nil),
      .run(steps: 1),
    ]
    try await simulation.advance()
  }

  /// A person's mental state as of its last turn; nil before the first.
  public func mentalState(of name: String) -> JSON? {
    simulation.log.entries().last { entry in
      entry.event.agent == name && entry.event.payload["mental_state"] != nil
    }?.event.payload["mental_state"]
  }

  /// Ends the run: as finished, or as failed after an error that `say` threw.
  ///
  /// - Parameter failure: What ended the conversation before its time.
  public func end(after failure: RunError? = nil) async throws(RunError) -> RunOutcome {
    if failure == nil { try await simulation.end() }
    return try await simulation.finish(failure)
  }
}
