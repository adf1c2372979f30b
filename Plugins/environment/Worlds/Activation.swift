/// Who acts in a step.
package enum Activation: String, CaseIterable, Sendable {
  /// Everybody.
  case always
  /// Those whom something has reached.
  case addressed

  /// Those who act; nil is everybody.
  package func active(
    _ people: People, stimuli: [Stimulus], waiting: [String]
  ) -> Set<Int>? {
    guard self == .addressed else { return nil }
    var active = Set(waiting.compactMap(people.number))
    for stimulus in stimuli {
      guard let reached = stimulus.to else { return nil }
      active.formUnion(reached)
    }
    return active.count == people.count ? nil : active
  }
}
