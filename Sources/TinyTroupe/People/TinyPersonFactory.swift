import Foundation
import TinyTroupeJSON
public import TinyTroupePopulation

/// Generates people for a program: from a context, and in the shares of a population where one is given.
///
/// Each call of `generate` is a run of its own, which keeps the people, their provenance and the coverage. Use a
/// factory from one task.
public final class TinyPersonFactory {
  /// The world and the purpose that people are made for.
  public let context: String
  /// What the population is like; nil for people of whom nothing is known before.
  public let demography: Demography?
  /// How many people the population has; nil for as many as are asked for.
  public let population: Int?
  /// What else holds of each of them.
  public var particulars: String?
  /// Names that nobody gets, besides those of people whom this factory has made.
  public var takenNames: [String] = []
  /// How many people have been made.
  public private(set) var made = 0

  private let troupe: Troupe?

  /// Makes a factory.
  ///
  /// - Parameters:
  ///   - population: How many people the quotas are counted for; needed with a demography.
  ///   - troupe: Plugins, the model that writes, the seed; nil for the usual ones.
  /// - Throws: `preparation` for a demography without the number of people, and for a population of nobody.
  public init(
    context: String = "", demography: Demography? = nil, population: Int? = nil,
    troupe: Troupe? = nil
  ) throws(RunError) {
    if demography != nil, population == nil {
      throw .preparation(
        "Quotas are counted for a number of people. Say how many the population has: population: 30."
      )
    }
    if let population, population < 1 {
      throw .preparation("A population of \(population) people has nobody. Say 1 or more.")
    }
    self.context = context
    self.demography = demography
    self.population = population
    self.troupe = troupe
  }

  /// Makes so many people, or all that are left of the population; nobody when none is left.
  ///
  /// - Throws: `preparation` when more are asked for than are left, and why the run stopped.
  public func generate(_ count: Int? = nil) async throws(RunError) -> [TinyPerson] {
    let left = population.map { $0 - made }
    let wanted = count ?? left ?? 1
    if left == 0 || wanted < 1 { return [] }
    if let left, wanted > left {
      throw .preparation(
        "\(wanted) people are asked for, and \(left) of the population of \(population ?? 0) are left."
      )
    }
    let troupe: Troupe
    if let own = self.troupe { troupe = own } else { troupe = try Troupe() }
    let outcome = try await preparation(troupe).generate(try plan(troupe, wanted))
    if let failure = outcome.failure { throw failure }
    let personas: [JSONObject]
    do throws(RunStoreError) {
      personas = try await offPool { () throws(RunStoreError) in
        try RunReader.open(RunFolder(path: outcome.folder)).population().personas
      }
    } catch {
      throw RunError(error)
    }
    made += wanted
    let people = personas.compactMap { persona in
      persona["name"]?.string.map { TinyPerson($0, persona, troupe: troupe) }
    }
    takenNames += people.map(\.name)
    return people
  }

  private func preparation(_ troupe: Troupe) -> RunPreparation {
    RunPreparation(
      registry: troupe.registry, runsFolder: troupe.runsFolder, observer: SilentObserver(),
      environment: ProcessInfo.processInfo.environment)
  }

  private func plan(_ troupe: Troupe, _ wanted: Int) throws(RunError) -> SimulationPlan {
    let template = AgentPlan(
      name: "", persona: [:], component: try troupe.registry.standard("agent"),
      memory: try troupe.registry.standard("memory"))
    var generation = GenerationPlan(
      position: 0, factory: try troupe.registry.standard("factory"),
      count: population ?? made + wanted, template: template)
    generation.context = context.isEmpty ? nil : context
    generation.particulars = particulars
    generation.demography = demography
    generation.part = made..<(made + wanted)
    generation.taken = takenNames
    var plan = SimulationPlan(
      name: "people", seed: troupe.seed, language: troupe.language, models: troupe.models,
      purposes: troupe.purposes, agents: [],
      environment: EnvironmentPlan(component: try troupe.registry.standard("environment")),
      timeline: [])
    plan.generations = [generation]
    return plan
  }
}
