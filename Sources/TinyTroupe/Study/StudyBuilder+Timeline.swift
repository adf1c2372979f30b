import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  private static let entryKinds = [
    "broadcast", "say", "run", "skip", "checkpoint", "ask", "join", "leave",
  ]

  /// Reads `timeline`.
  mutating func readTimeline(
    _ root: YAMLNode, clock: SimulatedClock, people: StudyPeople
  ) -> [TimelineEntry] {
    let nodes = (root["timeline"]?.elements ?? []).filter { $0.members != nil }
    let times = StepTimes(clock, nodes.compactMap { passage($0) })
    warnOfLateNews(nodes)
    let isCasting = root["timeline"] == nil && !people.generations.isEmpty
    if times.total == 0, !findings.hasErrors, !isCasting,
      !nodes.contains(where: { $0["ask"] != nil })
    {
      findings.add(.nothingRuns(root["timeline"]?.location ?? root.location))
    }
    guard CivilTime(times.time(ofStep: times.total)).year <= 2200 else {
      findings.add(.clockRunsTooFar(root.at("environment.clock")?.location ?? root.location))
      return []
    }
    var checkpoints: [String: SourceLocation] = [:]
    let entries = nodes.compactMap { node -> TimelineEntry? in
      guard let kind = kind(of: node) else { return nil }
      let pin = pin(node, kind: kind, times: times)
      switch kind {
      case "run", "skip": return passage(node)
      case "join", "leave": return comingOrGoing(node, kind, people)
      case "checkpoint": return checkpoint(node["checkpoint"], &checkpoints)
      case "ask": return ask(node["ask"], people).map { .ask($0) }
      case "broadcast": return broadcast(node["broadcast"]).map { .stimulus($0, step: pin) }
      default: return say(node["say"], people).map { .stimulus($0, step: pin) }
      }
    }
    checkPresence(nodes, latecomers: entries.latecomers)
    return entries
  }

  /// Reads an entry that moves the clock; nil for any other.
  private mutating func passage(_ node: YAMLNode) -> TimelineEntry? {
    if let skip = node["skip"] { return distance(skip).map { .skip($0) } }
    guard let run = node["run"], let steps = steps(run) else { return nil }
    return .run(steps: steps, every: distance(run["every"]))
  }

  private mutating func distance(_ node: YAMLNode?) -> SimulatedClock.Step? {
    guard let node, let text = node.string else { return nil }
    if let distance = SimulatedClock.Step(text) { return distance }
    findings.add(.badClockStep(text, node.location))
    return nil
  }

  private mutating func comingOrGoing(
    _ node: YAMLNode, _ kind: String, _ people: StudyPeople
  ) -> TimelineEntry? {
    guard let names = node[kind] else { return nil }
    guard let chosen = receivers(names, people) else {
      findings.add(.everybodyComesOrGoes(kind, names.location))
      return nil
    }
    return kind == "join" ? .join(chosen) : .leave(chosen)
  }

  /// Finds those who join while they are there, who leave while they are not, and to whom something is said
  /// that they will not hear.
  private mutating func checkPresence(_ nodes: [YAMLNode], latecomers: Set<String>) {
    var absent = latecomers
    // What is said is heard in the next step, by those who are there then.
    var waiting: [YAMLNode] = []
    for node in nodes {
      let isPinned = node["step"] != nil || node["at"] != nil
      if let to = node["say"]?["to"], !isPinned { waiting += to.elements ?? [to] }
      if node["run"] != nil {
        for name in waiting where name.string.map(absent.contains) == true {
          findings.add(.speaksToAbsent(name.string ?? "", name.location))
        }
        waiting = []
      }
      for (kind, isJoin) in [("join", true), ("leave", false)] {
        for name in node[kind].map({ $0.elements ?? [$0] }) ?? [] {
          guard let text = name.string, text != "all" else { continue }
          if absent.contains(text) != isJoin {
            findings.add(.cannotComeOrGo(text, isJoin: isJoin, name.location))
          }
          if isJoin { absent.remove(text) } else { absent.insert(text) }
        }
      }
    }
  }

  private mutating func kind(of node: YAMLNode) -> String? {
    let found = Self.entryKinds.filter { node[$0] != nil }
    if found.count > 1 {
      findings.add(.severalEntries(found, node.location))
    } else if found.isEmpty, node.members?.allSatisfy({ ["step", "at"].contains($0.key) }) == true {
      findings.add(.noEntry(Self.entryKinds, node.location))
    }
    return found.count == 1 ? found[0] : nil
  }

  /// What is said waits for the next step, and a question does not.
  private mutating func warnOfLateNews(_ nodes: [YAMLNode]) {
    var waiting: [SourceLocation] = []
    for node in nodes {
      if node["run"] != nil { waiting = [] }
      if let question = node["ask"]?.location {
        for news in waiting { findings.add(.toldAfterQuestion(news, question: question)) }
        waiting = []
      }
      let isPinned = node["step"] != nil || node["at"] != nil
      if let news = node["broadcast"] ?? node["say"], !isPinned { waiting.append(news.location) }
    }
  }

  private func steps(_ node: YAMLNode?) -> Int? {
    guard let count = (node?["steps"] ?? node)?.scalar?.integer else { return nil }
    return (1...1_000_000).contains(count) ? count : nil
  }

  private mutating func checkpoint(
    _ node: YAMLNode?, _ known: inout [String: SourceLocation]
  ) -> TimelineEntry? {
    guard let node, let name = node.string else { return nil }
    if let first = known[name] { findings.add(.checkpointTwice(name, node.location, first)) }
    known[name] = node.location
    return .checkpoint(name)
  }

  mutating func broadcast(_ node: YAMLNode?) -> StimulusEntry? {
    guard let node, let text = node.string ?? node["text"]?.string else { return nil }
    let form = form(node, hasPicture: node["image"] != nil)
    return StimulusEntry(form: form, content: text, picture: picture(node["image"]))
  }

  mutating func say(_ node: YAMLNode?, _ people: StudyPeople) -> StimulusEntry? {
    guard let node, let to = node["to"], let text = node["text"]?.string else { return nil }
    let form = form(node, hasPicture: node["image"] != nil)
    return StimulusEntry(
      to: receivers(to, people), form: form, content: text, picture: picture(node["image"]))
  }

  /// The people that are named; nil for all.
  mutating func receivers(_ node: YAMLNode, _ people: StudyPeople) -> [String]? {
    let names = node.elements ?? [node]
    for name in names where people.isComplete {
      guard let text = name.string, text != "all", people.places[text] == nil else { continue }
      findings.add(.unknownPerson(text, known: people.places.keys.sorted(), name.location))
    }
    return names.contains { $0.string == "all" } ? nil : names.compactMap(\.string)
  }

  /// The step to which `step:` or `at:` pins an entry.
  private mutating func pin(
    _ node: YAMLNode, kind: String, times: StepTimes
  ) -> Int? {
    guard let pin = node["step"] ?? node["at"] else { return nil }
    guard kind == "broadcast" || kind == "say" else {
      findings.add(.cannotPin(kind, pin.location))
      return nil
    }
    if node["step"] != nil, let both = node["at"] { findings.add(.pinnedTwice(both.location)) }
    let step: Int
    if let number = pin.scalar?.integer {
      step = number
    } else if let written = pin.string {
      guard let time = CivilTime(written), time.isRepresentable else {
        findings.add(.badTime(written, pin.location))
        return nil
      }
      guard let found = times.step(notBefore: time.nanoseconds) else {
        findings.add(.timeNotReached(written, times, pin.location))
        return nil
      }
      step = found
    } else {
      return nil
    }
    if step > times.total { findings.add(.stepNotReached(step, times.total, pin.location)) }
    return step
  }
}
