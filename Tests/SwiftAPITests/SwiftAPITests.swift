import Foundation
import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// What a program that imports TinyTroupe can do with people and worlds.
@Suite("People and worlds from Swift")
final class SwiftAPITests {
  private let folder = NSTemporaryDirectory() + "tt-api-\(UUID().uuidString)"
  private let troupe: Troupe

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var troupe = try Troupe(
      searching: SearchPath(
        folders: [SearchPath.Folder(path: "\(root)/Plugins", origin: .firstParty)],
        libraryFolder: (tests as NSString).deletingLastPathComponent))
    troupe.runsFolder = folder + "/runs"
    self.troupe = troupe
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    return "\(folder)/\(name)"
  }

  private func message(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch {
      return "\(error)".replacing(folder, with: "FOLDER")
    }
  }

  @Test("The guide's chat room runs, and is a run like any other")
  func guide() async throws {
    let outcome = try await chatRoom(troupe)
    #expect(outcome.steps == 2 && outcome.failure == nil)
    #expect(FileManager.default.fileExists(atPath: outcome.folder + "/run.sqlite"))
    #expect(outcome.folder.contains("/runs/Chat-Room-"))
    let again = try await chatRoom(troupe)
    #expect(again.traceHash == outcome.traceHash)
  }

  @Test("The guide's interview has an answer")
  func interviewing() async throws {
    let answers = try await interview(troupe)
    #expect(!answers.isEmpty && answers.allSatisfy { !$0.isEmpty })
  }

  @Test("Only who is asked to act does, and the others hear what was said when they act")
  func alone() async throws {
    let (ana, ben) = (TinyPerson("Ana", ["age": 30]), TinyPerson("Ben", ["age": 40]))
    let world = TinyWorld("Pair", [ana, ben], troupe: troupe)
    world.makeEveryoneAccessible()
    let actions = try await ana.listenAndAct("Say good morning to Ben.", from: "Cleo")
    #expect(!actions.isEmpty)
    #expect(world.events.filter { $0.kind == .action }.allSatisfy { $0.agent == "Ana" })
    #expect(ana.mentalState != nil && ben.mentalState == nil)
    try await ben.act()
    #expect(ben.mentalState?["goals"] != nil)
    #expect(world.usage.calls >= 2)
    let outcome = try await world.end()
    #expect(outcome.steps == 2)
    #expect(
      await message { try await world.run(steps: 1) } == "The world 'Pair' has ended.")
    #expect(try await world.end().traceHash == outcome.traceHash)
  }

  @Test("C46: time moves as far as it is told, and who has left does nothing")
  func timeAndPresence() async throws {
    let (ana, ben) = (TinyPerson("Ana", ["age": 30]), TinyPerson("Ben", ["age": 40]))
    let world = TinyWorld("Shop", [ana, ben], troupe: troupe)
    try await world.run(steps: 1)
    try await world.leave(["Ben"])
    try await world.skip(.months(1))
    let alone = try await world.run(steps: 1, every: .months(12))
    #expect(alone[0]["Ben"] == nil && alone[0]["Ana"] != nil)
    try await world.join(["Ben"])
    #expect(try await world.run(steps: 1)[0]["Ben"] != nil)
    let times = world.events.filter { $0.kind == .stepStarted }.map {
      CivilTime($0.timeNS).description
    }
    #expect(times == ["2026-01-01T09:00:00", "2027-02-01T09:00:00", "2027-02-01T10:00:00"])
    #expect(try await world.end().failure == nil)
  }

  @Test("C11: what acting answers is this turn's alone")
  func turnByTurn() async throws {
    let ana = TinyPerson("Ana", ["age": 30], troupe: troupe)
    let first = try await ana.listenAndAct("Good morning.", from: "Cleo")
    let second = try await ana.listenAndAct("What do you think of rye?", from: "Cleo")
    #expect(!first.isEmpty && !second.isEmpty)
    let all = ana.worldEvents.filter {
      $0.kind == .action && $0.payload["action"]?["type"] != "DONE"
    }
    #expect(all.count == first.count + second.count)
    #expect(
      all.suffix(second.count).map { $0.payload["action"]?["content"]?.string }
        == second.map(\.content))
  }

  @Test("What reaches a person has the form that it was given")
  func stimuli() async throws {
    let ana = TinyPerson("Ana", ["age": 30], troupe: troupe)
    ana.listen("A").see("B").think("C").internalize(goal: "D").socialize("E").move(to: "F")
    try await ana.act()
    let forms = ana.worldEvents.filter { $0.kind == .stimulus }.compactMap {
      $0.payload["type"]?.string
    }
    #expect(
      forms == [
        "CONVERSATION", "VISUAL", "THOUGHT", "INTERNAL_GOAL_FORMULATION", "SOCIAL", "LOCATION",
      ])
  }

  @Test("C3: a persona is defined by paths, and its inputs stay as they were")
  func defining() async throws {
    let given: JSONObject = ["age": 30, "occupation": ["title": "Baker"], "beliefs": ["a"]]
    let ana = TinyPerson("Ana", given)
    try ana.define("occupation.organization", "Butter Hall")
    try ana.define("style.speech.pace", "slow")
    try ana.define("age", 31)
    #expect(ana["occupation.title"] == "Baker" && ana["occupation.organization"] == "Butter Hall")
    #expect(ana["style.speech.pace"] == "slow" && ana["age"] == 31 && ana["beliefs.0"] == "a")
    #expect(ana["nothing.at.all"] == nil && ana["name"] == "Ana")
    #expect(given["age"] == 30 && given["occupation"]?["organization"] == nil)
    for (path, words) in [
      ("age.years", "Ana has no place 'age.years' in its persona"),
      ("name", "Ana's name cannot change"),
      ("a..b", "Ana has no place 'a..b'"), ("", "Ana has no place ''"),
    ] {
      #expect(await message { try ana.define(path, 1) }?.hasPrefix(words) == true, "\(path)")
    }
  }

  @Test("C10: relationships have both sides, one for each person")
  func relating() throws {
    let (ana, ben) = (TinyPerson("Ana"), TinyPerson("Ben"))
    try ana.relate(to: ben, as: "a neighbour", andBack: "a customer")
    try ana.relate(to: ben, as: "a friend")
    #expect(ana["relationships"] == [["name": "Ben", "description": "a friend"]])
    #expect(ben["relationships"] == [["name": "Ana", "description": "a customer"]])
  }

  @Test("C8: files are read in both forms, and fragments added where they fit")
  func files() async throws {
    let json = try file(
      "lisa.agent.json",
      #"{"type": "TinyPerson", "persona": {"name": "Lisa", "age": 28, "beliefs": ["a"]}}"#)
    let fragment = try file(
      "f.fragment.yaml", "type: fragment\npersona: {beliefs: [a, b], hobby: chess}\n")
    let clash = try file(
      "c.fragment.yaml", "type: fragment\npersona: {age: 61, hobby: golf, new: x}\n")
    let lisa = try TinyPerson(file: json)
    try lisa.importFragment(fragment)
    #expect(lisa.name == "Lisa" && lisa["beliefs"] == ["a", "b"] && lisa["hobby"] == "chess")
    #expect(
      await message { try lisa.importFragment(clash) } == """
        The fragment FOLDER/c.fragment.yaml does not fit Lisa:
          'age' is 61 there, but 28 here
          'hobby' is "golf" there, but "chess" here
        """)
    #expect(lisa["new"] == nil, "nothing of it is added")
    #expect(
      await message { try lisa.importFragment(json) }
        == "FOLDER/lisa.agent.json is a person, not a fragment.")
    let missing = folder + "/none.yaml"
    #expect(
      await message { _ = try TinyPerson(file: missing) }
        == "Cannot read FOLDER/none.yaml: no such file.")
    let broken = try file("b.yaml", "type: person\npersona: [1]\n")
    #expect(
      await message { _ = try TinyPerson(file: broken) }?.contains("FOLDER/b.yaml:2:10") == true)
  }

  @Test("A person lives in one world, and its persona stands once it has begun to act")
  func rules() async throws {
    let ana = TinyPerson("Ana")
    let first = TinyWorld("First", [ana], troupe: troupe)
    let second = TinyWorld("Second", [ana], troupe: troupe)
    #expect(
      await message { try await second.run(steps: 1) }
        == "Ana lives in the world 'First'; a person lives in one world.")
    try await first.run(steps: 1)
    #expect(
      await message { try ana.define("age", 5) }
        == "Ana has begun to act, so it is too late to define 'age'. Do that before the first step."
    )
    let twins = TinyWorld("Twins", [TinyPerson("Ben"), TinyPerson("Ben")], troupe: troupe)
    #expect(
      await message { try await twins.run(steps: 1) }
        == "Two people are called 'Ben'. Give one of them another name with 'as:'.")
    let idle = TinyWorld("Idle", [TinyPerson("Cleo")], troupe: troupe)
    #expect(
      await message { try await idle.end() } == "The world 'Idle' has not begun, so it cannot end.")
  }

  @Test("Plugins come from a checkout that was built, and from nowhere else")
  func checkout() async throws {
    #expect(
      await message { _ = try Troupe(checkout: folder) }
        == "There is no build in FOLDER/.build/release. Build the plugins there: make demo, or swift build -c release."
    )
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    var built = try Troupe(checkout: root, build: "debug")
    built.runsFolder = folder + "/runs"
    #expect(try await TinyPerson("Ana", ["age": 30], troupe: built).describe().hasPrefix("Ana"))
  }

  @Test("A model is chosen by name, and a failure ends the world with its reason")
  func models() async throws {
    var troupe = troupe
    #expect(
      await message { try troupe.use("opnai") }?.hasPrefix(
        "No plugin provides the llm 'opnai'. There are: ")
        == true)
    try troupe.use("openai", config: ["base_url": "http://127.0.0.1:9/v1", "model": "m"])
    troupe.models["default"]?.attempts = 1
    let ana = TinyPerson("Ana", troupe: troupe)
    let why = await message { try await ana.act() }
    #expect(why?.contains("127.0.0.1:9") == true, "\(why ?? "")")
    #expect(await message { try await ana.act() } == why)
  }
}

extension TinyPerson {
  /// The events of the world that the person has to itself.
  fileprivate var worldEvents: [Event] { home.events }
}
