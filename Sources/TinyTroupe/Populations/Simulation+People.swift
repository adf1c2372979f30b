import Foundation
import TinyTroupeJSON

extension Simulation {
  /// True once factories have written the people of the run.
  var isCast: Bool { log.entries().contains { $0.event.kind == .populationGenerated } }

  /// The people that the run has generated, by number of the generation, in canonical order; empty before.
  var generatedPeople: [Int: [AgentPlan]] {
    var people: [Int: [AgentPlan]] = [:]
    for entry in log.entries() {
      guard let person = GeneratedPerson(entry.event),
        plan.generations.indices.contains(person.generation)
      else { continue }
      var agent = plan.generations[person.generation].template
      agent.name = person.name
      agent.persona = .object(person.persona)
      people[person.generation, default: []].append(agent)
    }
    return people
  }

  /// Writes the generated people's files below `results/`, where no tool can replace them.
  func keepPeople() throws(RunError) {
    let events = log.entries().map(\.event)
    let backend = gateway.backendName(for: "generate")
    let population = PopulationFiles(
      events, run: store.name,
      manifest: [
        "seed": .integer(Int64(bitPattern: plan.seed)), "backend": .string(backend),
        "version": .string(Version.current),
      ])
    for file in population.files {
      do {
        try results.write(file.content, to: file.name, isRehearsed: backend == "rehearsal")
      } catch {
        throw .storage("cannot write \(file.name): \(error.localizedDescription)")
      }
      _ = artifactNames.unique(file.name)
    }
  }
}
