import Testing

@testable import TinyTroupe

@Suite struct EventLogTests {
  /// Two people who joined with the events 0 and 1; then a stimulus for all, two actions, a
  /// delivery.
  private func scene() -> EventLog {
    let log = EventLog()
    log.append(Sample.event(0, .agentJoined))
    log.append(Sample.event(1, .agentJoined))
    log.join(0, at: 0)
    log.join(1, at: 1)
    log.append(Sample.event(2, .stimulus, agent: nil), witnesses: .everyone)
    return log
  }

  @Test func whatReachedAPersonWaitsUntilItIsPerceived() {
    let log = scene()
    #expect(log.waiting(for: 0) == [2])
    #expect(log.experience(of: 0) == [])
    log.perceived(by: WitnessSet([0]), before: 3)
    #expect(log.waiting(for: 0) == [])
    #expect(log.experience(of: 0) == [2])
    #expect(log.waiting(for: 1) == [2])
  }

  @Test func aPersonExperiencesItsOwnActionsAndWhatItPerceivedOfOthers() {
    let log = scene()
    log.perceived(by: .everyone, before: 3)
    log.append(Sample.event(3), witnesses: WitnessSet([0]))
    log.append(Sample.event(4), witnesses: WitnessSet([1]))
    log.append(Sample.event(5, .delivered), witnesses: .everyoneBut(0))
    #expect(log.experience(of: 0) == [2, 3])
    #expect(log.experience(of: 1) == [2, 4])
    #expect(log.waiting(for: 0) == [])
    #expect(log.waiting(for: 1) == [5])
    log.perceived(by: .everyoneBut(0), before: 6)
    #expect(log.experience(of: 1) == [2, 4, 5])
    #expect(log.experience(of: 1, from: 3) == [4, 5])
  }

  @Test func whoJoinsLateDoesNotKnowWhatWasSaidBefore() {
    let log = scene()
    log.append(Sample.event(3, .agentJoined))
    log.join(2, at: 3)
    log.append(Sample.event(4, .stimulus), witnesses: .everyone)
    #expect(log.waiting(for: 2) == [4])
    #expect(log.waiting(for: 1) == [2, 4])
  }

  @Test func someoneUnknownHasNoExperienceButWhatEveryoneHas() {
    let log = scene()
    #expect(log.experience(of: 7) == [])
    #expect(log.waiting(for: 7) == [2])
  }

  @Test func eventsAreFoundByNumber() {
    let log = scene()
    #expect(log.count == 3)
    #expect(log[2]?.kind == .stimulus)
    #expect(log[3] == nil && log[-1] == nil)
    #expect(log.entries(from: 1, limit: 1).map(\.event.seq) == [1])
    #expect(log.entries(from: 9).isEmpty)
  }

  @Test func aGapInTheNumbersIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      EventLog().append(Event(kind: .action, step: 1, seq: 1, timeNS: 0))
    }
  }
}
