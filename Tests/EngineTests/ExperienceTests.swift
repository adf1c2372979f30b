import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("Events as somebody experienced them")
struct ExperienceTests {
  private let log = EventLog()

  private func note(_ kind: EventKind, _ agent: String?, _ payload: JSONObject) {
    log.append(
      Event(kind: kind, step: 1, seq: log.count, timeNS: 0, agent: agent, payload: payload))
  }

  private func item(_ number: Int, viewer: Int? = 0) throws -> JSON? {
    guard let item = ExperienceItem(number, viewer: viewer, log: log) else { return nil }
    var writer = JSONWriter()
    item.write(to: &writer)
    return try JSON(parsing: writer.bytes)
  }

  @Test("an own action, speech that was heard, a tool's answer and a stimulus")
  func views() throws {
    note(.action, "Ana", ["action": ["type": "TALK", "content": "Hi.", "target": "Ben"]])
    note(.delivered, "Ana", ["action": 0, "as": "CONVERSATION", "to": ["Ben"]])
    note(.toolPerformed, "Ana", ["tool": "clock", "type": "LOOK", "text": "Noon."])
    note(.stimulus, nil, ["type": "SOCIAL", "content": "It rains.", "source": "Radio"])
    let time: JSON = "1970-01-01T00:00:00"
    #expect(
      try item(0) == [
        "id": 0, "kind": "action", "type": "TALK", "content": "Hi.", "target": "Ben",
        "agent": "Ana", "time": time,
      ])
    #expect(try item(0, viewer: nil)?["source"] == "Ana")
    #expect(
      try item(1) == [
        "id": 1, "kind": "stimulus", "type": "CONVERSATION", "content": "Hi.", "source": "Ana",
        "time": time,
      ])
    #expect(
      try item(2) == [
        "id": 2, "kind": "result", "type": "LOOK", "content": "Noon.", "source": "clock",
        "agent": "Ana", "time": time,
      ])
    #expect(
      try item(3) == [
        "id": 3, "kind": "stimulus", "type": "SOCIAL", "content": "It rains.", "source": "Radio",
        "time": time,
      ])
  }

  @Test("what is nothing to experience, or points nowhere, is passed over")
  func nothing() throws {
    note(.stepStarted, nil, [:])
    note(.delivered, "Ana", ["action": 99, "as": "CONVERSATION"])
    note(.action, "Ana", [:])
    for number in [-1, 0, 1, 2, 3] { #expect(try item(number) == nil) }
  }
}
