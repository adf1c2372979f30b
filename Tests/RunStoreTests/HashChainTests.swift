import Testing
import TinyTroupeDigest

@testable import TinyTroupe

@Suite struct HashChainTests {
  private func chain(_ events: [Event]) -> HashChain {
    events.reduce(into: HashChain.events) { $0.append($1.canonicalBytes) }
  }

  @Test func theSameEventsGiveTheSameHash() {
    let events = (0..<3).map { Sample.event($0) }
    #expect(chain(events) == chain(events))
    // Known for good: a change here breaks the comparison with every published run.
    #expect(
      chain(events).digest.description
        == "7f6a44cf2888534541d1b0da1133230ab780e6659389a9d3dfd7942c731865cf")
  }

  @Test func orderAndContentChangeTheHash() {
    let one = Sample.event(0)
    let other = Sample.event(0, agent: "Oscar")
    #expect(chain([one, other]) != chain([other, one]))
    #expect(chain([one]) != chain([other]))
    #expect(chain([]) != chain([one]))
  }

  @Test func aChainGoesOnFromALinkThatWasStored() throws {
    let events = (0..<4).map { Sample.event($0) }
    let link = try #require(SHA256Digest(bytes: chain(Array(events[..<2])).digest.bytes))
    var resumed = HashChain(resuming: link)
    for event in events[2...] { resumed.append(event.canonicalBytes) }
    #expect(resumed == chain(events))
  }

  @Test func chainsOfDifferentThingsBeginDifferently() {
    #expect(HashChain.events != HashChain.calls)
  }

  @Test func aDigestHas32Bytes() {
    #expect(SHA256Digest(bytes: [1, 2, 3]) == nil)
  }
}
