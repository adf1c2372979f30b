/// What an event of a run tells.
public enum EventKind: String, Sendable, Hashable, CaseIterable {
  case runStarted = "run-started"
  /// A factory wrote a person, who joins later.
  case agentGenerated = "agent-generated"
  /// How well the people that one entry of the study generates cover its demography.
  case populationGenerated = "population-generated"
  case stepStarted = "step-started"
  /// Something reached people from the timeline or from the world.
  case stimulus
  case action
  case toolPerformed = "tool-performed"
  /// An action reached those who perceive it.
  case delivered
  case agentJoined = "agent-joined"
  case agentLeft = "agent-left"
  case interventionFired = "intervention-fired"
  case agentFailed = "agent-failed"
  case storeConflict = "store-conflict"
  case checkpoint
  /// A person answered an `ask`.
  case answered
  case extracted
  /// A text about the run was written.
  case reported
  case stepFinished = "step-finished"
  case runFinished = "run-finished"

  /// True for what reaches people from outside and waits for their next turn.
  package var isReceived: Bool { self == .stimulus || self == .delivered }
}
