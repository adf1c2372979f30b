import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Takes over what a run goes on from.
  func restore(_ point: RestorePoint) throws(RunError) {
    guard let position = RunPosition(point) else {
      throw .preparation(
        "The run \(store.name) was made by a version of TinyTroupe that could not resume it. Run the study anew."
      )
    }
    self.position = position
    worldState = VersionedState(point.states[""])
    mindStates = people.map { VersionedState(point.states[$0.name]) }
    due = waitingStimuli
    for entry in log.entries() where entry.event.kind == .toolPerformed {
      for name in entry.event.payload["artifacts"]?.array ?? [] {
        if let name = name.string { _ = artifactNames.unique(name) }
      }
    }
  }

  /// The stimuli of the timeline that wait for the next step: those behind the last steps.
  private var waitingStimuli: [StimulusEntry] {
    guard position.stepsOfEntry == 0, position.turns == 0 else { return [] }
    let past = timeline.prefix(position.entry)
    let last = past.lastIndex { entry in if case .run = entry { true } else { false } }
    return past[(last.map { $0 + 1 } ?? 0)...].compactMap { entry in
      if case .stimulus(let stimulus, step: nil) = entry { stimulus } else { nil }
    }
  }

  /// What the world let people see in the step that is under way; nil when the run kept nothing of it.
  func restoredObservation() throws(RunError) -> Observation {
    guard let bytes = store.origin?.stepSnapshot,
      let json = try? JSON(parsing: bytes)["observation"]
    else {
      throw .storage("The run \(store.name) lacks what people saw in step \(step).")
    }
    return Observation(json, people: present, isWhole: absent.isEmpty, visitors: visitors)
  }
}

extension VersionedState {
  /// Takes a state from the store; the first one when there is none.
  fileprivate init(_ state: InstanceState?) {
    self.init(version: state?.version ?? 0, json: state?.json)
  }
}
