import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupePopulation
import TinyTroupeYAML

extension Simulation {
  /// Has factories write the people of the study, and commits them as one unit.
  ///
  /// Who is needed is drawn first. People are then written in waves of growing size, all of a wave at once: each
  /// wave is told of the people before it, and what it made is taken in by canonical order. So nothing depends on who
  /// is finished first. A call that was answered is never sent again: after an interruption the log answers.
  func generate(_ plan: SimulationPlan) async throws(RunError) {
    if log.count == 0 { noteStart() }
    var ensemble = Ensemble(plan.agents.map(\.name) + plan.generations.flatMap(\.taken))
    for (number, generation) in plan.generations.enumerated() {
      let casting: Casting
      do throws(DiagnosticList) {
        casting = try Casting(generation, number: number, seed: plan.seed)
      } catch {
        throw .preparation(error.description)
      }
      let slot = InstanceSlot(generation.factory, maker: maker)
      do throws(PluginError) {
        _ = try await slot.instance()
      } catch {
        throw .failed(who: "the factory", step: step, error)
      }
      let stage = GenerationStage(self, generation, number: number, slot)
      let written = try await write(casting, stage, &ensemble)
      try record(written, casting, generation, number: number)
    }
    try await commit(.generation)
  }

  /// The people by their numbers; who failed is missing.
  private func write(
    _ casting: Casting, _ stage: GenerationStage, _ ensemble: inout Ensemble
  ) async throws(RunError) -> [Int: WrittenPerson] {
    var written: [Int: WrittenPerson] = [:]
    var start = 0
    var size = GenerationStage.firstWave
    while start < casting.parts.count {
      let wave = Array(casting.parts[start..<min(start + size, casting.parts.count)])
      for (number, person) in try await perform(wave, stage, &ensemble) { written[number] = person }
      start += wave.count
      size = min(size * 2, GenerationStage.largestWave)
    }
    return written
  }

  /// One wave: everybody at once, then again those whom something speaks against.
  private func perform(
    _ wave: [Casting.Part], _ stage: GenerationStage, _ ensemble: inout Ensemble
  ) async throws(RunError) -> [Int: WrittenPerson] {
    var written: [Int: WrittenPerson] = [:]
    var open: [(part: Casting.Part, refused: String?)] = wave.map { ($0, nil) }
    for attempt in 1...max(stage.plan.attempts, 1) where !open.isEmpty {
      if isStopping { throw .interrupted }
      let isLast = attempt == max(stage.plan.attempts, 1)
      let outcomes = await stage.run(open, attempt: attempt, ensemble)
      var again: [(part: Casting.Part, refused: String?)] = []
      for (job, outcome) in zip(open, outcomes) {
        switch outcome {
        case .success(let person):
          if let objection = ensemble.objection(to: person), !isLast {
            again.append((job.part, objection))
          } else {
            written[job.part.number] = ensemble.add(person)
          }
        case .failure(let error): try noteFailure(error, job.part)
        }
      }
      open = again
    }
    return written
  }

  private func noteFailure(_ error: PluginError, _ part: Casting.Part) throws(RunError) {
    let failure = stopped("person \(part.number + 1) of the factory", error)
    if plan.onError != .skip || !failure.isOfThePerson { throw failure }
    note(
      .agentFailed,
      payload: [
        "code": .integer(Int64(error.code.rawValue)), "error": .string(error.description),
        "part": .integer(Int64(part.number + 1)),
      ])
  }

  private func record(
    _ written: [Int: WrittenPerson], _ casting: Casting, _ plan: GenerationPlan, number: Int
  ) throws(RunError) {
    for part in casting.parts {
      guard let person = written[part.number] else { continue }
      let entry = GeneratedPerson(
        generation: number, number: part.number, person: person, part: part, plan: plan)
      note(.agentGenerated, agent: person.name, payload: entry.payload)
    }
    let coverage = casting.sample.map { Coverage(of: $0, made: written.keys.sorted()) }
    note(
      .populationGenerated,
      payload: coverage.payload(generation: number, wanted: plan.count, got: written.count))
  }
}
