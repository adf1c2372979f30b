import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinySocialNetwork

@Suite("Networks that cannot be meant")
struct MistakeTests {
  @Test(
    "a relation that cannot be is refused with its place",
    arguments: [
      (
        [["Ana", "Bob"]],
        "'relations.r.0': nobody here is called 'Bob'. Names are those of the study's agents."
      ),
      (
        ["pairs": [["Ana", "Ben"], ["Ana Lima", "Ben"]]],
        "'relations.r.pairs.1': nobody here is called 'Ana Lima', but 'Ana' is here."
      ),
      (
        [["Ben", "Ben"]],
        "'relations.r.0': 'Ben' is related to itself. Name two people, or leave it out."
      ),
      (
        ["adjacency": ["Dag": ["Ana", "Dag"]]],
        "'relations.r.adjacency.Dag': 'Dag' is related to itself. Name two people, or leave it out."
      ),
      (
        ["ring": ["neighbours": 4]],
        "'relations.r.ring.neighbours' is 4, but of 4 people nobody can have more than 3. Lower it, or add people."
      ),
    ] as [(JSON, String)])
  func relations(relation: JSON, message: String) async throws {
    await refused(["relations": ["r": relation]], message)
  }

  @Test(
    "a file that cannot be read is refused with line and column",
    arguments: [
      (
        "Ana,Ben\n\nAna, Bob\n",
        "3:6: nobody here is called 'Bob'. Names are those of the study's agents."
      ),
      ("Ana,Ana", "1:5: 'Ana' is related to itself. Name two people, or leave it out."),
      ("# x\n  Ana", "2:6: a line has two names, as in 'Ana, Ben', not 1."),
      ("Ana,Ben,0.5", "1:9: a line has two names, as in 'Ana, Ben', not 3."),
      ("Ana,\"Ben", "1:5: the quote does not end on this line."),
      ("\"Ana\" Ben", "1:7: expected a comma after the quoted name."),
      (",Ben", "1:1: a name is missing here."), ("Ana,", "1:5: a name is missing here."),
    ])
  func files(text: String, message: String) async throws {
    await refused(
      ["relations": ["r": ["file": "e.csv"]]], "e.csv:" + message, files: ["e.csv": text])
  }

  @Test("a file that is no text is refused where it stops being one")
  func noText() throws {
    #expect {
      try EdgeFile("e.csv", Array("Ana,Ben\nÄna,".utf8) + [0xFF, 0x0A])
    } throws: {
      "\($0)"
        == "tiny-social-network: e.csv:2:5: this is no UTF-8 text. Save the file as UTF-8. (invalid)"
    }
  }

  @Test("a file that is not there is told by who reads it")
  func noFile() async throws {
    let stage = try Stage(config: ["relations": ["r": ["file": "gone.csv"]]])
    await #expect {
      _ = try await Stage.open(["Ana"], ["relations": ["r": ["file": "gone.csv"]]])
    } throws: {
      "\($0)" == "There is no gone.csv. (not found)"
    }
    #expect(stage.host.misbehaviours == [])
  }

  @Test(
    "a setting that is wrong is refused by its name",
    arguments: [
      (
        ["relations": ["r": 7]],
        "'relations.r' must be a list of pairs or a mapping, not a whole number."
      ),
      (
        ["relations": ["r": [["Ana"]]]],
        "'relations.r.0' must be a pair of names, such as [Ana, Ben]."
      ),
      (
        ["relations": ["r": [:]]],
        "'relations.r' must give its relations in one way, not 0. There are: pairs, adjacency, file, ring, small_world, scale_free, personas."
      ),
      (
        ["relations": ["r": ["star": 1]]],
        "'relations.r.star' is no way to give relations. There are: pairs, adjacency, file, ring, small_world, scale_free, personas."
      ),
      (
        ["relations": ["follows": ["directed": false, "pairs": []]]],
        "'relations.follows.directed' must be true: FOLLOW goes one way. Use another type."
      ),
      (
        ["relations": ["contacts": ["directed": true, "pairs": []]]],
        "'relations.contacts.directed' must be false: REACH_OUT goes both ways. Use another type."
      ),
      (
        ["relations": ["r": ["small_world": ["neighbours": 2, "rewire": 2]]]],
        "'relations.r.small_world.rewire' must be a number from 0 to 1."
      ),
      (
        ["relations": ["r": []], "reach": ["types": ["s"]]],
        "'reach.types' names the type 's', which 'relations' does not give. There are: r, follows, contacts."
      ),
      (
        ["reach": "nobody"], "'reach' must be 'everyone' or a mapping with 'types' and 'direction'."
      ),
      (
        ["reach": ["direction": "up"]],
        "'reach.direction' must be 'either' or 'out' or 'in' or 'both', not 'up'."
      ),
      (
        ["feed": ["order": "random"]], "'feed.order' must be 'recency' or 'interest', not 'random'."
      ),
    ] as [(JSON, String)])
  func settings(config: JSON, message: String) async throws {
    await refused(config, message)
  }

  @Test("a request that is not what the contract says is refused with the reason")
  func requests() async throws {
    let instance = try FakeHost(services: ["tt.store/1": FakeStore().service])
      .create(TinySocialNetwork.self)
    for (operation, request, message) in [
      ("open", "{}", "'open' needs everybody's names as 'agents'."),
      ("step", "{}", "the request lacks the world's state."),
      ("observe", #"{"state": {}}"#, "the store has no names. 'open' must come first."),
    ] {
      let outcome = await instance.start(operation, bytes: Array(request.utf8)).outcome()
      #expect(outcome.failure?.message == "tiny-social-network: " + message)
    }
  }

  @Test(
    "a store that somebody damaged is told, not followed",
    arguments: ["relations/0", "change/0000000000", "interests/people"])
  func damage(key: String) async throws {
    let stage = try await Stage.open(
      Stage.everyone, ["relations": ["r": [["Ana", "Ben"]]]], isForgetful: true)
    _ = try await stage.step(intent("Ana", "POST", "Hi."))
    #expect(stage.store.keys.contains(key))
    stage.store[key] = [0x80]
    await #expect(throws: PluginFailure.self) { try await stage.observe() }
  }

  private func refused(_ config: JSON, _ message: String, files: [String: String] = [:]) async {
    await #expect {
      _ = try await Stage.open(Stage.everyone, config, files: files)
    } throws: {
      ($0 as? PluginFailure)?.message == "tiny-social-network: " + message
    }
  }
}
