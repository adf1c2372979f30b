import Foundation
import Synchronization
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// What the examples do once they are built outside of the project and loaded.
@Suite struct ExampleBehaviourTests {
  private func roll(_ input: JSON, path: String) async throws -> JSON {
    try await ExamplePlugin.dice.instance(config: ["sides": 20]).ask(
      "perform", ["type": "ROLL_DICE", "input": input, "time": "2026-01-05T09:00:00"], path: path)
  }

  @Test func diceFallByThePathOfTheCallAlone() async throws {
    let first = try await roll(["count": 5], path: "1/Lisa/tool.perform")
    let rolls = try #require(first["data"]?["rolls"]?.array).compactMap(\.integer)
    #expect(rolls.count == 5 && rolls.allSatisfy { (1...20).contains($0) })
    #expect(first["data"]?["total"]?.integer == rolls.reduce(0, +))
    #expect(try await roll(["count": 5], path: "1/Lisa/tool.perform") == first)
    #expect(try await roll(["count": 5], path: "2/Lisa/tool.perform") != first)
  }

  @Test func aSecondDieDoesNotChangeTheFirst() async throws {
    let one = try await roll(["count": 1], path: "1/a")["data"]?["rolls"]?.array
    let two = try await roll(["count": 2], path: "1/a")["data"]?["rolls"]?.array
    #expect(one?.first == two?.first)
  }

  @Test func diceThatCannotBeRolledSayWhy() async throws {
    let error = await #expect(throws: PluginError.self) {
      try await roll(["count": 101], path: "1/Lisa/tool.perform")
    }
    #expect(
      error?.description
        == "'count' must be a whole number from 1 to 100. (plugin org.example.dice) [1/Lisa/tool.perform]"
    )
    #expect(error?.code == .invalid)
  }

  @Test func diceWithAnImpossibleNumberOfSidesAreNotMade() async throws {
    let error = await #expect(throws: PluginError.self) {
      try await ExamplePlugin.dice.instance(config: ["sides": 1])
    }
    #expect(error?.message == "'sides' must be a whole number from 2 to 1000, not 1.")
  }

  @Test(
    "An exception becomes an error with its text",
    arguments: [
      ("invoke", "The plugin threw an exception: thrown from invoke"),
      ("done", "The plugin threw an exception in a reply: thrown from done"),
    ])
  func exceptions(place: String, message: String) async throws {
    let thrower = try await ExamplePlugin.thrower.instance()
    let error = await #expect(throws: PluginError.self) {
      try await thrower.ask("perform", ["input": .string(place)], ["tt.store/1": Shelf()])
    }
    #expect(error?.message == message)
    #expect(error?.code == .internal)
    #expect(try await thrower.ask("perform", ["input": "hello"]) == ["text": "hello"])
  }

  // In a process of its own, since a process has one sink of log lines.
  @Test func anExceptionOfDestroyIsLoggedAndEndsNothing() async throws {
    let folder = try await ExamplePlugin.thrower.folder()
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      let (lines, sink) = AsyncStream.makeStream(of: LogLine.self)
      KernelLog.setSink { sink.yield($0) }
      let plugin = try await LoadedPlugin.load(
        Manifest(readingFile: folder + "/plugin.yaml", libraryFolder: "/nowhere"))
      do {
        let thrower = try await plugin.makeInstance(
          of: plugin.components[0], config: [:], in: root("create"))
        _ = try await thrower.ask("perform", ["input": "destroy"])
      }
      let line = await lines.first { _ in true }
      #expect(line?.message == "'destroy' threw: thrown from destroy")
      #expect(line?.level == .pluginMisbehaving)
    }
  }

  @Test func theAlmanacAnswersWhileItWaitsForTheStore() async throws {
    let almanac = try await ExamplePlugin.almanac.instance()
    let store: [String: any Service] = ["tt.store/1": Shelf()]
    let note: JSON = ["type": "NOTE_DAY", "input": ["date": "2026-01-06", "note": "buy figs"]]
    let looking: JSON = ["type": "LOOK_UP_DAY", "input": ["date": "2026-01-05"]]
    #expect(try await almanac.ask("perform", note, store)["text"] == "Noted for 2026-01-06.")
    let found = try await almanac.ask("perform", looking, store)
    #expect(
      found["text"]
        == "2026-01-05 is a Monday, day 5 of the year. The moon is waning. Noted for the day after: buy figs"
    )
  }
}

/// A store that keeps what is put under one key at a time, and answers from another thread.
final class Shelf: Service {
  private let values = Mutex<[String: [UInt8]]>([:])

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    let keys = ((try? JSON(parsing: request.json))?["keys"]?.array ?? []).compactMap(\.string)
    return .later { _ throws(PluginError) in
      await Task.yield()
      return self.values.withLock { values in
        if request.op == "put", let key = keys.first { values[key] = request.body }
        let found = keys.map { values[$0] }
        return Reply(
          [
            "found": .array(found.map { .bool($0 != nil) }),
            "lengths": .array(found.map { .integer(Int64($0?.count ?? 0)) }),
          ], body: found.flatMap { $0 ?? [] })
      }
    }
  }
}
