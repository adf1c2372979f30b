import TinyTroupeJSON

// Who is there. People who are not perceive nothing, do nothing and cannot be talked to, whatever a world says.

extension Simulation {
  /// Those who are there.
  var present: [Person] {
    absent.isEmpty ? people : people.filter { !absent.contains($0.index) }
  }

  /// Takes over from the timeline who is not there at this point of it.
  func noteAbsent() {
    absent = Set(timeline.absent(after: position.entry).compactMap { indexByName[$0] })
  }

  /// Lets people come in.
  func letJoin(_ names: [String]) {
    position.nextEntry()
    for person in chosen(names) where absent.remove(person.index) != nil {
      note(.agentJoined, agent: person.name)
    }
  }

  /// Lets people go.
  func letLeave(_ names: [String]) {
    position.nextEntry()
    for person in chosen(names) where absent.insert(person.index).inserted {
      note(.agentLeft, agent: person.name)
    }
  }

  private func chosen(_ names: [String]) -> [Person] {
    names.compactMap { indexByName[$0] }.map { people[$0] }
  }

  /// Those of some witnesses who are there.
  func present(_ witnesses: WitnessSet) -> WitnessSet {
    guard !absent.isEmpty else { return witnesses }
    return WitnessSet(present.map(\.index).filter { witnesses.include($0) })
  }

  /// Writes the member `absent` unless everybody is there.
  func writeAbsent(to writer: inout JSONWriter) {
    guard !absent.isEmpty else { return }
    writer.member("absent", .array(absent.sorted().map { .string(people[$0].name) }))
  }
}
