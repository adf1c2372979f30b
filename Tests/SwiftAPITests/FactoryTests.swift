import Foundation
import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupePopulation
import TinyTroupeYAML

/// People whom a program generates.
@Suite("People generated from Swift")
final class FactoryTests {
  private let folder = NSTemporaryDirectory() + "tt-factory-\(UUID().uuidString)"
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
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func town() throws -> Demography {
    try Demography(YAMLReader.read(Array("gender: {female: 3, male: 2}".utf8), file: "t.yaml"))
  }

  @Test("C61 a population of five gives three, then two, then nobody")
  func portions() async throws {
    let factory = try TinyPersonFactory(demography: town(), population: 5, troupe: troupe)
    let first = try await factory.generate(3)
    let rest = try await factory.generate(2)
    #expect(first.count == 3 && rest.count == 2 && factory.made == 5)
    #expect(try await factory.generate().isEmpty)
    #expect(try await factory.generate(1).isEmpty)
    #expect((first + rest).count { $0["gender"] == "female" } == 3)
    #expect(Set((first + rest).map(\.name)).count == 5)
  }

  @Test("C61 who asks for more than there are is told how many are left")
  func tooMany() async throws {
    let factory = try TinyPersonFactory(demography: town(), population: 3, troupe: troupe)
    do {
      _ = try await factory.generate(5)
      Issue.record("five of three must be refused")
    } catch {
      #expect("\(error)" == "5 people are asked for, and 3 of the population of 3 are left.")
    }
  }

  @Test("C62 a demography without the number of people is refused")
  func noPopulation() throws {
    #expect(throws: RunError.self) { try TinyPersonFactory(demography: town()) }
    #expect(throws: RunError.self) { try TinyPersonFactory(population: 0) }
  }

  @Test(
    "C63 two factories that know of each other give no name twice, and their people live together")
  func severalFactories() async throws {
    let bank = try TinyPersonFactory(context: "A small bank.", troupe: troupe)
    let clerks = try await bank.generate(3)
    let farm = try TinyPersonFactory(context: "A small bank.", troupe: troupe)
    farm.takenNames = clerks.map(\.name)
    let farmers = try await farm.generate(3)
    #expect(Set((clerks + farmers).map(\.name)).count == 6)
    let world = TinyWorld("Fair", clerks + farmers, troupe: troupe)
    world.makeEveryoneAccessible()
    #expect(try await world.run(steps: 1).first?.count == 6)
    _ = try await world.end()
  }
}
