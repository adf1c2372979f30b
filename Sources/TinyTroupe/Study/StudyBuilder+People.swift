import TinyTroupeJSON
import TinyTroupeYAML

/// The people of a study, and whether all of them could be read.
struct StudyPeople {
  var agents: [AgentPlan] = []
  /// The people that factories will write.
  var generations: [GenerationPlan] = []
  /// False when some could not be read, so that a name that is not here may still be right.
  var isComplete = true
  /// Where each name was given.
  var places: [String: SourceLocation] = [:]
}

extension StudyBuilder {
  /// Reads `agents`.
  mutating func readPeople(_ root: YAMLNode) -> StudyPeople {
    var people = StudyPeople()
    guard let nodes = root["agents"]?.elements else { return people }
    if nodes.isEmpty, let list = root["agents"] { findings.add(.noAgents(list.location)) }
    for (index, node) in nodes.enumerated() where node.members != nil {
      let path = "agents.\(index)"
      let model = modelName(node["llm"], root, at: "\(path).llm")
      let player = component(node["agent"], kind: "agent", at: "\(path).agent")
      let memory = component(node["memory"], kind: "memory", at: "\(path).memory")
      let tools = tools(node, at: path)
      if let generate = node["generate"] {
        guard let player, let memory else {
          people.isComplete = false
          continue
        }
        let template = AgentPlan(
          name: "", persona: [:], component: player, memory: memory, tools: tools, model: model)
        let plan = generation(generate, in: node, at: "\(path).generate", template, &people)
        // Of more names than people it is not known yet who will take part.
        if plan?.names.count != plan?.count { people.isComplete = false }
        if let plan { people.generations.append(plan) } else { people.isComplete = false }
        continue
      }
      for person in persons(node, &people) {
        if let first = people.places[person.name] {
          findings.add(.nameIsTaken(person.name, person.location, first: first))
          continue
        }
        people.places[person.name] = person.location
        guard let player, let memory else { continue }
        people.agents.append(
          AgentPlan(
            name: person.name, persona: .object(person.persona), component: player, memory: memory,
            tools: tools, model: model))
      }
    }
    return people
  }

  private mutating func tools(_ node: YAMLNode, at path: String) -> [ComponentPlan] {
    (node["tools"]?.elements ?? []).enumerated().compactMap { index, tool in
      // A mapping without `use` is the schema's to complain about: no kind of tool is a default.
      if tool.members != nil, tool["use"] == nil { return nil }
      var plan = component(
        tool, kind: "tool", at: "\(path).tools.\(index)", keys: StudySchema.toolKeys)
      plan?.allowsSideEffects = tool["allow_side_effects"]?.scalar?.bool ?? false
      return plan
    }
  }

  /// The persons of one entry: one, or those of a population.
  private mutating func persons(_ node: YAMLNode, _ people: inout StudyPeople) -> [NamedPersona] {
    let files = personas(node)
    let fragments = (node["fragments"]?.elements ?? []).map { fragment($0) }
    if files.contains(where: { $0 == nil }) || fragments.contains(where: { $0 == nil }) {
      people.isComplete = false
    }
    return files.compactMap { $0 }.compactMap { file in
      let person = named(file.0, at: file.1, fragments.compactMap { $0 }, node)
      if person == nil { people.isComplete = false }
      return person
    }
  }

  /// The persona files of an entry with the places that name them; nil for one that cannot be used.
  private mutating func personas(_ node: YAMLNode) -> [(PersonaFile, SourceLocation)?] {
    if let population = node["population"] {
      if node["persona"] != nil { findings.add(.personaAndPopulation(population.location)) }
      if let name = node["as"] { findings.add(.populationRenamed(name.location)) }
      return self.population(population)
    }
    guard let persona = node["persona"] else {
      findings.add(.needsPersona(node.location))
      return [nil]
    }
    if persona.members != nil { return [inlinePersona(persona).map { ($0, persona.location) }] }
    let place = node["as"]?.location ?? persona.location
    return [personaFile(persona, .person).map { ($0, place) }]
  }

  private mutating func inlinePersona(_ node: YAMLNode) -> PersonaFile? {
    do throws(DiagnosticList) {
      let file = try PersonaFile(node, file: node.location.file)
      guard file.kind == .person else {
        findings.add(.wrongPersonaKind("persona", file.kind, node.location))
        return nil
      }
      return file
    } catch {
      findings.add(error.diagnostics)
      return nil
    }
  }

  private mutating func population(_ node: YAMLNode) -> [(PersonaFile, SourceLocation)?] {
    guard let name = node.string else { return [nil] }
    let folder = source.path(of: name, at: node.location)
    guard let names = source.archive.names(in: folder) else {
      findings.add(.cannotRead(folder, "no such folder", at: node.location))
      return [nil]
    }
    let endings = [".agent.json", ".agent.yaml", ".agent.yml"]
    let files = names.filter { name in endings.contains(where: name.hasSuffix) }
    if files.isEmpty { findings.add(.emptyPopulation(folder, node.location)) }
    return files.map { file in
      personaFile("\(folder)/\(file)", .person, at: node.location).map { ($0, $0.node.location) }
    }
  }

  private mutating func fragment(_ node: YAMLNode) -> PersonaFile? {
    personaFile(node, .fragment)
  }

  private mutating func personaFile(_ node: YAMLNode, _ kind: PersonaFile.Kind) -> PersonaFile? {
    guard let name = node.string else { return nil }
    if FilePath.isRemote(name) {
      findings.add(.remoteFile(name, node.location))
      return nil
    }
    return personaFile(source.path(of: name, at: node.location), kind, at: node.location)
  }

  private mutating func personaFile(
    _ path: String, _ kind: PersonaFile.Kind, at location: SourceLocation
  ) -> PersonaFile? {
    let file: PersonaFile?
    if let known = personaFiles[path] {
      file = known
    } else {
      file = load(path, at: location)
      personaFiles[path] = .some(file)
    }
    guard let file, file.kind != kind else { return file }
    findings.add(.wrongPersonaKind(path, file.kind, location))
    return nil
  }

  private mutating func load(_ path: String, at location: SourceLocation) -> PersonaFile? {
    do throws(SourceFile.Unreadable) {
      let text = try source.archive.read(path)
      findings.add(text)
      do throws(DiagnosticList) {
        return try PersonaFile(text)
      } catch {
        findings.add(error.diagnostics)
      }
    } catch {
      findings.add(.cannotRead(path, error.reason, at: location))
    }
    return nil
  }
}
