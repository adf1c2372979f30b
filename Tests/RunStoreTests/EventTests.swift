import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite struct EventTests {
  @Test func theWordingOfAnErrorIsOutsideOfTheHash() {
    func failed(_ code: JSON, _ error: JSON) -> [UInt8]? {
      Event(
        kind: .agentFailed, step: 1, seq: 3, timeNS: 0, agent: "Ana",
        payload: ["code": code, "error": error]
      ).hashedBytes
    }
    #expect(failed(-6, "No answer.") == failed(-6, "No answer. Sent 4 times."))
    #expect(failed(-6, "No answer.") != failed(-7, "No answer."))
    #expect(Event(kind: .action, step: 1, seq: 3, timeNS: 0).hashedBytes == nil)
  }

  @Test func canonicalBytesHaveTheFixedKeysFirstAndThePayloadInItsOrder() {
    let event = Event(
      kind: .action, step: 2, seq: 9, timeNS: 1_767_603_600_000_000_000, agent: "Lisa \"L\"",
      payload: ["zeta": 1, "action": ["type": "TALK", "content": "Hi\n"], "alpha": nil])
    #expect(
      String(decoding: event.canonicalBytes, as: UTF8.self)
        == #"{"event":"action","step":2,"seq":9,"time":"2026-01-05T09:00:00","agent":"Lisa \"L\"","#
        + #""zeta":1,"action":{"type":"TALK","content":"Hi\n"},"alpha":null}"#)
  }

  @Test func anEventAboutNobodyHasNullForTheAgent() {
    let event = Event(kind: .stepStarted, step: 1, seq: 0, timeNS: 0)
    #expect(
      String(decoding: event.canonicalBytes, as: UTF8.self)
        == #"{"event":"step-started","step":1,"seq":0,"time":"1970-01-01T00:00:00","agent":null}"#)
  }

  @Test(arguments: EventKind.allCases)
  func anEventIsReadBackFromItsBytes(kind: EventKind) throws {
    let event = Event(
      kind: kind, step: 3, seq: 12, timeNS: 5, agent: nil, payload: ["to": ["Oscar"], "n": 1.5])
    #expect(try Event(canonicalBytes: event.canonicalBytes, timeNS: 5) == event)
  }

  @Test(arguments: ["[]", #"{"event":"action"}"#, #"{"event":"gone","step":1,"seq":1}"#, "{"])
  func whatIsNoEventIsRefused(text: String) {
    #expect(throws: JSONError.self) { try Event(canonicalBytes: Array(text.utf8), timeNS: 0) }
  }

  @Test func aPayloadThatTakesAFixedKeyIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      let event = Event(kind: .action, step: 1, seq: 0, timeNS: 0, payload: ["step": 2])
      _ = event.canonicalBytes
    }
  }

  @Test(
    "Witnesses are stored as a short text and read back",
    arguments: [
      (WitnessSet.nobody, nil), (.everyone, "*"), (.everyoneBut(3), "*-3"),
      (.these([1, 4, 9]), "1 4 9"),
    ])
  func witnessText(set: WitnessSet, text: String?) {
    #expect(set.stored == text)
    #expect(WitnessSet(stored: text) == set)
  }

  @Test(arguments: ["*-", "*-x", "1 x", "+", "1,2"])
  func aTextThatNamesNoWitnessesIsRefused(text: String) {
    #expect(WitnessSet(stored: text) == nil)
  }

  @Test func membershipFollowsTheForm() {
    #expect([0, 3, 4].map { WitnessSet([4, 0, 4]).include($0) } == [true, false, true])
    #expect([2, 3].map { WitnessSet.everyoneBut(3).include($0) } == [true, false])
    #expect(WitnessSet.everyone.include(9))
    #expect(WitnessSet([]) == .nobody)
    #expect(!WitnessSet.nobody.include(0))
  }
}
