import Recollection
import Testing
import TinyTroupeJSON

@testable import ReflectiveMemory

@Suite("What the reflective memory finds, and why")
struct RankingTests {
  private static func event(_ id: Int, _ text: String, day: Int) -> RememberedItem {
    RememberedItem([
      "id": .integer(Int64(id)), "kind": "stimulus", "content": .string(text),
      "time": .string("2026-01-0\(day)T09:00:00"),
    ])
  }

  /// 2026-01-09T09:30 in nanoseconds.
  private static let now: Int64 = (20_462 * 86_400 + 9 * 3600 + 1800) * 1_000_000_000

  private func ids(
    _ weights: JSON, insights: [Insight] = [], question: String = "rye"
  ) -> [Int] {
    let ranking = RecallRanking(
      events: [
        Self.event(1, "The rye came late, rye and rye again.", day: 1),
        Self.event(2, "Somebody mentioned the rye on a long and windy way home.", day: 9),
        Self.event(3, "The dog barked.", day: 9), Self.event(4, "Rye is sold out.", day: 5),
      ], insights: insights, question: question, now: Self.now, RecallWeights(weights))
    return ranking.best(10).map(\.item.id)
  }

  @Test("by each of recency, importance and relevance, as they are weighted")
  func weights() {
    #expect(ids(["recency": 1, "importance": 0, "relevance": 0]) == [2, 4, 1])
    #expect(ids(["recency": 0, "importance": 0, "relevance": 1]).first == 1)
    let grave = Insight(
      text: "No more bread.", importance: 9, evidence: [4], type: "INSIGHT", time: "")
    #expect(ids(["recency": 0, "importance": 1, "relevance": 0], insights: [grave]).first == 4)
    #expect(ids([:], question: "cheese").isEmpty, "nothing comes to mind")
  }

  @Test("C28: insights are found as well, and every score is explained")
  func insights() throws {
    let insight = Insight(
      text: "Rye never comes on time.", importance: 8, evidence: [1, 4], type: "INSIGHT",
      time: "2026-01-09T09:00:00")
    let ranking = RecallRanking(
      events: [Self.event(1, "Rye came late.", day: 1)], insights: [insight], question: "rye time",
      now: Self.now, RecallWeights([:]))
    let best = ranking.best(2)
    let first = try #require(best.first)
    #expect(first.item.event["type"] == "INSIGHT" && first.item.id == 4)
    #expect(first.why["importance"] == 8.0 && first.why["recency"] == 1.0)
    #expect(best[1].why["recency"]?.double ?? 1 < 0.4, "eight days are 192 hours")
  }

  @Test("hours are counted across months, and never below none")
  func hours() {
    #expect(SimulatedHours.since("2026-01-09T08:00:00", now: Self.now) == 1)
    #expect(SimulatedHours.since("2025-12-31T09:00:00", now: Self.now) == 9 * 24)
    #expect(SimulatedHours.since("2027-01-01T00:00:00", now: Self.now) == 0)
    #expect(SimulatedHours.since("", now: Self.now) == 0)
    #expect(SimulatedHours.power(0.5, 3) == 0.125 && SimulatedHours.power(0.9, 0) == 1)
  }
}
