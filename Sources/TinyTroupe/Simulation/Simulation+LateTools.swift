import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Performs what people wanted done when the step ends: one after the other, in canonical order.
  ///
  /// Each use sees what those before it have written, so that of two people who book the same thing one is
  /// told that it is taken. What came of it is perceived in the next turn.
  func performLateUses() async throws(RunError) {
    let uses = position.late.enumerated().sorted {
      ($0.element.person, $0.offset) < ($1.element.person, $1.offset)
    }
    guard !uses.isEmpty else { return }
    let late = WriteBuffer(committed)
    for write in draft.writes.sorted(by: { ($0.agent ?? .max) < ($1.agent ?? .max) }) {
      late.put(write.buffer.writes)
    }
    for (number, use) in uses.map(\.element).enumerated() {
      try await perform(use, number: number + 1, late)
    }
    // The tools decide after everybody else, as the world does.
    draft.writes.append((agent: nil, buffer: late))
    position.late = []
  }

  private func perform(
    _ use: LateUse, number: Int, _ late: WriteBuffer
  ) async throws(RunError) {
    guard people.indices.contains(use.person) else { return }
    let person = people[use.person]
    guard let action = toolbox.actions(of: person).first(where: { $0.type == use.type }) else {
      return
    }
    let scope = CallScope(
      person: person, experience: .person(person.index, log),
      writes: WriteBuffer(committed, above: late))
    let root = root(person.name, "tool.perform:\(number)", scope: scope)
    let tool = ToolUse(action: action, content: .string(use.content), scope: scope)
    do throws(PluginError) {
      _ = try await tool.perform(person.tools[action.tool], in: root)
    } catch {
      throw stopped(person.name, error)
    }
    guard let performed = scope.allPerformed.first else { return }
    if !performed.isError { late.put(scope.writes.writes) }
    try tell(person, performed)
  }

  /// Records what a tool did, and lets the person and those whom the tool wants to tell perceive it.
  private func tell(_ person: Person, _ performed: CallScope.Performed) throws(RunError) {
    recordPerformed(performed, person, witnesses: .nobody)
    note(
      .stimulus,
      payload: [
        "type": "TOOL_RESULT", "content": .string("\(performed.type): \(performed.text)"),
        "source": .string(performed.tool), "to": .array([.string(person.name)]),
      ], witnesses: .these([person.index]))
    for notice in performed.notices {
      let reached = notice.names.compactMap { indexByName[$0] }
        .filter { $0 != person.index && !absent.contains($0) }
      guard !reached.isEmpty else { continue }
      note(
        .stimulus,
        payload: [
          "type": "SOCIAL", "content": .string(notice.text), "source": .string(person.name),
          "to": .array(reached.sorted().map { .string(people[$0].name) }),
        ], witnesses: WitnessSet(reached.sorted()))
    }
  }
}

extension WriteBuffer {
  /// Takes over writes.
  fileprivate func put(_ writes: [StoreWrite]) {
    for write in writes {
      if let value = write.value {
        put(write.space, write.key, value)
      } else {
        delete(write.space, write.key)
      }
    }
  }
}

extension ToolUse {
  /// Performs the use in a root call of its own; a mistake or a failure is something that the person perceives.
  fileprivate func perform(
    _ slot: InstanceSlot, in root: RootContext
  ) async throws(PluginError) -> Reply {
    switch prepare(path: root.path, time: root.timeNS) {
    case .refused(let text): return perceivedMistake(text)
    case .ready(let json):
      let outcome: Result<Reply, PluginError>
      do throws(PluginError) {
        outcome = .success(try await slot.instance().perform(json, in: root))
      } catch {
        outcome = .failure(error)
      }
      return try conclude(outcome).get()
    }
  }
}
