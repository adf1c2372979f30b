import TinyTroupeJSON
import TinyTroupeKernel

extension TinyPerson {
  /// The person in a sentence, made of facts of the persona; no model is asked.
  ///
  /// - Throws: `preparation` when the plugin that plays persons cannot be used.
  public func describe() async throws(RunError) -> String {
    let troupe = try home.chosenTroupe()
    let maker = InstanceMaker(registry: troupe.registry, seed: troupe.seed, forgetsAtRandom: false)
    var component = try troupe.registry.standard("agent")
    component.config = ["persona": .object(persona)]
    let root = RootContext(
      path: "0/\(RootContext.pathElement(name))/agent.describe", seed: troupe.seed, timeNS: 0,
      services: ServiceRegistry())
    do throws(PluginError) {
      return try await maker.make(component).describe([UInt8]("{}".utf8), in: root).description
    } catch {
      throw .preparation("\(name) cannot be described: \(error.message)")
    }
  }

  /// The person in a paragraph, written by the model in one call.
  ///
  /// - Parameter requirements: What the paragraph should say in particular.
  /// - Throws: Why the call failed.
  public func describe(requirements: String) async throws(RunError) -> String {
    try await home.describe(self, requirements: requirements)
  }
}

extension TinyWorld {
  /// Lets the model write about a person; a call of the world's run.
  func describe(_ person: TinyPerson, requirements: String) async throws(RunError) -> String {
    let simulation = try await begun()
    guard let index = simulation.indexByName[person.name] else { return "" }
    descriptions += 1
    let known = simulation.people[index]
    let scope = CallScope(
      person: known, experience: .person(index, simulation.log),
      writes: WriteBuffer(simulation.committed))
    let root = simulation.root(person.name, "agent.describe:\(descriptions)", scope: scope)
    let request: JSON = ["extended": true, "requirements": .string(requirements)]
    do throws(PluginError) {
      return try await known.mind.instance().describe(request.bytes, in: root).description
    } catch {
      throw simulation.stopped(person.name, error)
    }
  }
}

extension Reply {
  /// The text of a description, which a plugin made and is not trusted.
  fileprivate var description: String {
    get throws(PluginError) {
      guard let text = try? json()["text"]?.string else {
        throw PluginError(.internal, "The agent broke its contract: a description needs 'text'.")
      }
      return text
    }
  }
}
