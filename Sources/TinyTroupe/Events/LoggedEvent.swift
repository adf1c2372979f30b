/// An event of the log with those who witnessed it.
package struct LoggedEvent: Sendable, Hashable {
  /// What happened.
  package let event: Event
  /// Who perceived it.
  ///
  /// A person's own action has that person among its witnesses.
  package let witnesses: WitnessSet

  /// Makes an entry.
  package init(_ event: Event, witnesses: WitnessSet = .nobody) {
    self.event = event
    self.witnesses = witnesses
  }
}
