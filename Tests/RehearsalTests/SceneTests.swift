import Testing
import TinyTroupeJSON

/// Many turns: what a spectator would notice.
@Suite struct SceneTests {
  private static let people = People.all + [People.stranger]

  private func scene(
    _ steps: Int, seed: UInt64 = 7, keepsState: Bool = true
  ) async throws -> Scene {
    var scene = try Scene(Self.people, seed: seed, keepsState: keepsState)
    scene.broadcast("Shall we replace the old ferry by a bridge for 900 euros a year? Discuss.")
    scene.tell("Anton Brack", type: "THOUGHT", "I have sold the ferry. They will see it soon.")
    try await scene.run(steps)
    return scene
  }

  @Test(arguments: [(UInt64(1), true), (2, false), (3, true), (4, false)])
  func nobodySaysTheSameTwiceInARow(seed: UInt64, keepsState: Bool) async throws {
    let deeds = try await scene(25, seed: seed, keepsState: keepsState).deeds
    for person in Set(deeds.map(\.who)) {
      for type in ["TALK", "THINK"] {
        let lines = deeds.filter { $0.who == person && $0.type == type }.map(\.content)
        for (earlier, later) in zip(lines, lines.dropFirst()) { #expect(earlier != later) }
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func everyLineReadsLikeASentence(seed: UInt64) async throws {
    for deed in try await scene(12, seed: seed).deeds where deed.type != "DONE" {
      let line = deed.content
      #expect(line.first?.isUppercase == true, "\(line)")
      #expect(line.last.map { ".!?\"".contains($0) } == true, "\(line)")
      for flaw in ["{", "}", "  ", " .", " ,", "..", "the the "] {
        #expect(!line.contains(flaw), "\(line)")
      }
    }
  }

  @Test func thoseWhoSpeakAtOnceDoNotAllSayTheSame() async throws {
    for deed in ["TALK", "THINK"] {
      let lines = try await scene(1).deeds.filter { $0.type == deed }.map(\.content)
      #expect(lines.count == Self.people.count)
      #expect(Set(lines).count == lines.count)
    }
  }

  @Test func talkDiesDownAndNewsRevivesIt() async throws {
    var scene = try await scene(40)
    func talks(_ steps: ClosedRange<Int>) -> Int {
      scene.deeds.count { $0.type == "TALK" && steps.contains($0.step) }
    }
    #expect(talks(1...1) == Self.people.count)
    #expect(talks(31...40) < 20)
    scene.broadcast("The river has taken the ferry. What now?")
    try await scene.run(1)
    #expect(talks(41...41) == Self.people.count)
  }

  @Test func peopleTakeUpWhatTheOthersSay() async throws {
    let deeds = try await scene(4).deeds.filter { $0.type == "TALK" && $0.step > 1 }
    let names = ["Mira", "Anton", "Cleo", "Sam"]
    #expect(deeds.contains { deed in names.contains { deed.content.contains($0) } })
    #expect(deeds.contains { $0.content.contains("bridge") })
  }

  @Test func aStandIsKeptFromTurnToTurn() async throws {
    var scene = try Scene(People.all)
    scene.broadcast("Bridge, ferry, or nothing? Two of three decide.")
    try await scene.run(6)
    let votes = scene.deeds.filter { $0.type == "TALK" && $0.who == "Anton Brack" }
      .map(\.content)
    #expect(votes.contains { $0.contains("ferry") })
    for vote in votes { #expect(!vote.contains("I say bridge")) }
  }

  @Test func oneSeedGivesOneSceneAndAnotherSeedAnother() async throws {
    let first = try await scene(5, seed: 11).deeds
    #expect(try await scene(5, seed: 11).deeds == first)
    #expect(try await scene(5, seed: 12).deeds != first)
  }

  @Test func aFreshInstanceContinuesAsTheOldOneWould() async throws {
    let heard = Rehearsing.said("Put me down for the ferry.", by: "Cleo Marsh")
    let used = try await scene(3)
    let once = try await Rehearsing.actions(People.anton, hears: [heard], turn: 4)
    let again = try await Rehearsing.actions(People.anton, hears: [heard], turn: 4)
    #expect(once == again)
    #expect(!used.deeds.isEmpty)
  }
}
