import Testing
import TinyTroupeJSON

@testable import TinySocialNetwork

@Suite("Feeds")
struct FeedTests {
  private let friends: JSON = [
    "relations": ["friends": [["Ana", "Ben"], ["Ben", "Cleo"], ["Ana", "Cleo"]]]
  ]

  private func with(_ feed: JSON) -> JSON {
    var config = friends.object ?? [:]
    config["feed"] = feed
    return .object(config)
  }

  @Test("a post comes into the feeds of those who see its author, once")
  func post() async throws {
    let stage = try await Stage.open(Stage.everyone, friends)
    #expect(
      try await stage.step(intent("Ana", "POST", "The tram\nis late.")) == ["state": ["changes": 1]]
    )
    let observed = try await stage.observe()
    #expect(observed.feed("Ben") == ["#1 Ana: The tram is late."])
    #expect(observed.feed("Cleo") == ["#1 Ana: The tram is late."])
    #expect(observed.feed("Ana") == [] && observed.feed("Dag") == [])
    #expect(observed["state"] == ["changes": 1, "shown": 1])
    #expect(try await stage.observe()["stimuli"] == nil)
  }

  @Test("the newest come first, as many as the feed is long, each cut to its length")
  func recency() async throws {
    let stage = try await Stage.open(Stage.everyone, with(["length": 2, "characters": 20]))
    _ = try await stage.step(
      intent("Ana", "POST", "One."), intent("Ana", "POST", "Two, and more than enough of it."),
      intent("Ben", "POST", "Three."))
    let observed = try await stage.observe()
    #expect(observed.feed("Cleo") == ["#3 Ben: Three.", "#2 Ana: Two, and more than …"])
    #expect(observed.feed("Ana") == ["#3 Ben: Three."])
    #expect(observed.feed("Ben") == ["#2 Ana: Two, and more than …", "#1 Ana: One."])
  }

  @Test("ranked by interest, what a persona cares for comes first, and among equals the newest")
  func interest() async throws {
    let stage = try await Stage.open(
      Stage.everyone, with(["order": "interest", "length": 2]),
      personas: ["Cleo": ["preferences.interests": ["wooden boats", "knots"]], "Ben": [:]])
    _ = try await stage.step(
      intent("Ana", "POST", "A boat with a wooden deck, and a knot that holds."),
      intent("Ana", "POST", "Knots, knots, knots."),
      intent("Ben", "POST", "Soup is ready."), intent("Ben", "POST", "Rain again."))
    let observed = try await stage.observe()
    #expect(
      observed.feed("Cleo") == [
        "#1 Ana: A boat with a wooden deck, and a knot that holds.", "#2 Ana: Knots, knots, knots.",
      ])
    #expect(observed.feed("Ana") == ["#4 Ben: Rain again.", "#3 Ben: Soup is ready."])
  }

  @Test("likes are told to the author together, counted once, and never one's own")
  func likes() async throws {
    let stage = try await Stage.open(Stage.everyone, friends)
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    let result = try await stage.step(
      intent("Ben", "LIKE", "#1"), intent("Cleo", "LIKE", "1"), intent("Dag", "LIKE", to: "Ana"),
      intent("Ben", "LIKE", "I like #1 so much"), intent("Ana", "LIKE", "#1"))
    #expect(
      result.told("Ana") == [
        "#1 is your own post; you cannot like it.", "Ben, Cleo and Dag like your post #1.",
      ])
    #expect(result["state"]?["changes"] == 2)
    #expect(try await stage.observe()["state"]?["shown"] == 2)
  }

  @Test(
    "a repost comes into the feeds of those who see who passed it on, with its likes, once for each"
  )
  func reposts() async throws {
    let stage = try await Stage.open(
      Stage.everyone,
      [
        "relations": [
          "follows": [["Ben", "Ana"], ["Cleo", "Ben"], ["Dag", "Ben"], ["Dag", "Cleo"]]
        ]
      ])
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    #expect(try await stage.observe().feed("Cleo") == [])
    let result = try await stage.step(
      intent("Ben", "REPOST", "#1"), intent("Ben", "LIKE", "#1"), intent("Cleo", "REPOST", "#1"),
      intent("Ben", "REPOST", "#1"))
    #expect(
      result.told("Ana") == ["Ben and Cleo reposted your post #1.", "Ben likes your post #1."])
    let observed = try await stage.observe()
    #expect(observed.feed("Cleo") == ["#1 Ana: Hi. (1 like; reposted by Ben)"])
    #expect(observed.feed("Dag") == ["#1 Ana: Hi. (1 like; reposted by Cleo)"])
    #expect(observed.feed("Ben") == [] && observed.feed("Ana") == [])
  }

  @Test("who follows sees, who unfollows sees no more, whatever else they are to each other")
  func following() async throws {
    let stage = try await Stage.open(Stage.everyone, friends)
    let result = try await stage.step(
      intent("Dag", "FOLLOW", to: "Ana"), intent("Ben", "UNFOLLOW", to: "Ana"),
      intent("Ana", "FOLLOW", to: "Ben"), intent("Dag", "UNFOLLOW", to: "Cleo"),
      intent("Dag", "FOLLOW", to: "Bob"), intent("Dag", "FOLLOW", to: "Dag"))
    #expect(result.told("Ana") == ["You see the posts of Ben already.", "Dag follows you now."])
    #expect(
      result.told("Dag") == [
        "You do not see the posts of Cleo anyway.", "Nobody here is called 'Bob'. Use exact names.",
        "FOLLOW needs somebody else's exact name as the target.",
      ])
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    let observed = try await stage.observe()
    #expect(observed.feed("Dag") == ["#1 Ana: Hi."] && observed.feed("Ben") == [])
    #expect(observed.accessible("Ben") == ["Ana", "Cleo"], "muting is not parting")
  }

  @Test("a post that nobody can find is told")
  func noPost() async throws {
    let stage = try await Stage.open(Stage.everyone, friends)
    let before = try await stage.step(intent("Ben", "LIKE", "#9"))
    #expect(before.told("Ben") == ["There is no post yet."])
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    let result = try await stage.step(
      intent("Ben", "LIKE", "#9"), intent("Ben", "LIKE", "#99999999999999999999999"),
      intent("Ben", "REPOST", "the tram", to: "Cleo"), intent("Ben", "LIKE", "#0"),
      intent("Ben", "POST"))
    #expect(
      result.told("Ben") == [
        "There is no post #9; the latest is #1.",
        "There is no post #9223372036854775807; the latest is #1.",
        "Which post? Write its number as the content, such as #12.",
        "There is no post #0; the latest is #1.",
      ])
    #expect(result["state"] == nil)
  }

  @Test("the types that fill feeds can be chosen, and a feed of no length shows nothing")
  func types() async throws {
    for (feed, expected) in [
      (["types": ["crew"]], ["#1 Ana: Hi."]), (["types": []], []), (["length": 0], []),
    ] as [(JSON, [String])] {
      let stage = try await Stage.open(
        Stage.everyone,
        ["relations": ["friends": [["Ana", "Ben"]], "crew": [["Ana", "Dag"]]], "feed": feed])
      _ = try await stage.step(intent("Ana", "POST", "Hi."))
      let observed = try await stage.observe()
      #expect(observed.feed("Dag") == expected && observed.feed("Ben") == [])
    }
  }

  @Test("under 'addressed', those act whom a feed has reached")
  func addressed() async throws {
    var config = friends.object ?? [:]
    config["activation"] = "addressed"
    let stage = try await Stage.open(Stage.everyone, .object(config))
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    let observed = try await stage.observe()
    #expect(observed["everyone"]?["active"] == false)
    #expect(
      Stage.everyone.filter { observed["people"]?[$0]?["active"] == true } == ["Ben", "Cleo"])
  }

  @Test("a network whose instance is dropped before every call comes to the same")
  func forgetful() async throws {
    var runs: [[JSON]] = []
    for isForgetful in [false, true] {
      let stage = try await Stage.open(
        Stage.everyone,
        [
          "relations": ["crew": ["small_world": ["neighbours": 2, "rewire": 0.5]]],
          "feed": ["order": "interest"], "reach": ["types": []], "place": "The quay",
        ], personas: ["Ben": ["preferences.interests": ["herring"]]], isForgetful: isForgetful)
      runs.append([
        try await stage.step(
          intent("Ana", "POST", "Herring."), intent("Dag", "FOLLOW", to: "Ana"),
          intent("Ben", "FOLLOW", to: "Ana"), intent("Ana", "REACH_OUT", to: "Ben, Dag")),
        try await stage.step(intent("Ana", "POST", "Tram."), intent("Ben", "LIKE", "#1")),
        try await stage.observe(), try await stage.step(intent("Cleo", "REPOST", "#1")),
        try await stage.observe(), try await stage.step(), try await stage.observe(), stage.state,
        try await stage.close(),
      ])
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0][2].feed("Ben") == ["#1 Ana: Herring. (1 like)", "#2 Ana: Tram."])
    #expect(runs[0][6]["stimuli"] == nil)
  }
}
