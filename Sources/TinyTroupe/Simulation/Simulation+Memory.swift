import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Lets everyone who had a turn remember it, all at once, and consolidate where asked.
  ///
  /// - Parameter moment: Which unit between two steps it is; nil for the step's own.
  func remember(_ turns: [Turn], moment: String? = nil) async throws(RunError) {
    let lived = draft.experiences
    guard !lived.isEmpty else { return }
    let jobs = lived.map { entry in
      MemoryJob(
        person: entry.person, events: entry.events,
        scope: CallScope(
          person: entry.person, experience: .person(entry.person.index, log),
          writes: WriteBuffer(committed, above: draft.buffer(of: entry.person.index))),
        root: memoryRoot(entry.person, moment))
    }
    let results = await withTaskGroup(of: (Int, Result<Void, PluginError>).self) { group in
      for (position, job) in jobs.enumerated() {
        group.addTask { (position, await job.run()) }
      }
      var results = [Result<Void, PluginError>](repeating: .success(()), count: jobs.count)
      for await (position, result) in group { results[position] = result }
      return results
    }
    for (job, result) in zip(jobs, results) {
      if case .failure(let error) = result {
        throw stopped("\(job.person.name)'s memory", error)
      }
      draft.writes.append((agent: job.person.index, buffer: job.scope.writes))
    }
  }

  private func memoryRoot(
    _ person: Person, _ moment: String?
  ) -> @Sendable (CallScope, String) -> RootContext {
    let start = "\(step)/\(RootContext.pathElement(person.name))/memory."
    let end = moment.map { ":\($0)" } ?? ""
    let (seed, time, services) = (plan.seed, now, services)
    return { scope, operation in
      RootContext(
        path: start + operation + end, seed: seed, timeNS: time, agent: person.name,
        services: services,
        scope: scope)
    }
  }
}

/// One person's writing to memory at the end of a unit.
private struct MemoryJob: Sendable {
  let person: Person
  let events: [Int]
  let scope: CallScope
  let root: @Sendable (CallScope, String) -> RootContext

  func run() async -> Result<Void, PluginError> {
    do throws(PluginError) {
      let memory = try await person.memory.instance()
      var writer = JSONWriter(capacity: 128)
      writer.object { writer in
        writer.key("events")
        writer.array { writer in for event in events { writer.integer(Int64(event)) } }
      }
      let reply = try await memory.write(writer.bytes, in: root(scope, "write"))
      let wantsMore = try reply.checked(plugin: memory.pluginID)["consolidate"]?.bool ?? false
      if wantsMore {
        _ = try await memory.consolidate(Array("{}".utf8), in: root(scope, "consolidate"))
      }
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}
