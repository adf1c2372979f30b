import TinyTroupeJSON
import TinyTroupeKernel

/// Where people are written: the factory, and the calls to it.
struct GenerationStage: Sendable {
  let plan: GenerationPlan
  private let number: Int
  private let slot: InstanceSlot
  private let seed: UInt64
  private let retries: Int
  private let language: String?
  private let root: @Sendable (String) -> RootContext

  /// The first wave is small, so that the others have somebody to differ from.
  static let firstWave = 8
  /// Later waves double up to this size.
  static let largestWave = 256

  init(_ simulation: Simulation, _ plan: GenerationPlan, number: Int, _ slot: InstanceSlot) {
    self.plan = plan
    self.number = number
    self.slot = slot
    seed = plan.seed ?? simulation.plan.seed
    retries = simulation.plan.onError.attempts
    language = simulation.plan.language
    let (step, runSeed, time) = (simulation.step, simulation.plan.seed, simulation.now)
    let (services, committed) = (simulation.services, simulation.committed)
    let prefix = "\(step)/generation-\(number + 1)/factory.generate:"
    root = { name in
      RootContext(
        path: prefix + name, seed: runSeed, timeNS: time, services: services,
        scope: CallScope(experience: .world(EventLog()), writes: WriteBuffer(committed)))
    }
  }

  /// Has people written, all at once; the outcomes stand in the order of the parts.
  func run(
    _ open: [(part: Casting.Part, refused: String?)], attempt: Int, _ ensemble: Ensemble
  ) async -> [Result<WrittenPerson, PluginError>] {
    let jobs = open.map {
      (part: $0.part, request: request($0.part, $0.refused, attempt, ensemble))
    }
    return await withTaskGroup(of: (Int, Result<WrittenPerson, PluginError>).self) { group in
      for (position, job) in jobs.enumerated() {
        group.addTask { (position, await write(job.part, job.request, attempt)) }
      }
      var outcomes = [Result<WrittenPerson, PluginError>?](repeating: nil, count: jobs.count)
      for await (position, outcome) in group { outcomes[position] = outcome }
      return outcomes.compactMap { $0 }
    }
  }

  /// Writes one person; a call that fails is redone under a path of its own as often as the study allows.
  private func write(
    _ part: Casting.Part, _ request: [UInt8], _ attempt: Int
  ) async -> Result<WrittenPerson, PluginError> {
    var failure: PluginError?
    for retry in 1...max(retries, 1) where !Task.isCancelled {
      let turn = (attempt - 1) * max(retries, 1) + retry
      let name = "\(part.number + 1)" + (turn == 1 ? "" : "~\(turn)")
      do throws(PluginError) {
        let factory = try await slot.instance()
        let reply = try await factory.invoke("generate", json: request, in: root(name))
        return .success(
          try WrittenPerson(reply, part, plan.overrides, plugin: factory.pluginID))
      } catch {
        failure = error
      }
    }
    return .failure(failure ?? PluginError(.cancelled, "The factory was interrupted."))
  }

  private func request(
    _ part: Casting.Part, _ refused: String?, _ attempt: Int, _ ensemble: Ensemble
  ) -> [UInt8] {
    var drawing = PathRandom(
      seed: seed, path: "generation-\(number + 1)/\(part.number)", stream: 3)
    var request: JSONObject = ["sample": .object(part.values)]
    request["name"] = part.name.map { .string($0) }
    request["context"] = plan.context.map { .string($0) }
    request["particulars"] = plan.particulars.map { .string($0) }
    request["language"] = language.map { .string($0) }
    if part.name == nil {
      request["taken"] = .array(ensemble.takenNames.map { .string($0) })
    }
    request["others"] = .array(ensemble.others(using: &drawing).map { .string($0) })
    request["attempt"] = .integer(Int64(attempt))
    request["refused"] = refused.map { .string($0) }
    return JSON.object(request).bytes
  }
}
