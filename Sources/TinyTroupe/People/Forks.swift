import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel

/// Copies of people as of the last unit, who can be asked without the people themselves ever knowing.
///
/// A copy lives for one question: it has the person's persona, memory and state, and nothing of what it does
/// lasts. What was said before in a conversation comes with each question.
final class Forks: Sendable {
  private let plans: [String: (index: Int, plan: AgentPlan)]
  private let language: String?
  private let maker: InstanceMaker
  private let log: EventLog
  private let committed: CommittedStore
  private let states = Mutex<[VersionedState]>([])

  init(
    of plan: SimulationPlan, maker: InstanceMaker, log: EventLog, committed: CommittedStore
  ) {
    plans = Dictionary(
      plan.agents.enumerated().map { ($1.name, (index: $0, plan: $1)) },
      uniquingKeysWith: { first, _ in first })
    language = plan.language
    self.maker = maker
    self.log = log
    self.committed = committed
  }

  /// Takes over what people's minds returned, once that is committed.
  func update(_ new: [VersionedState]) {
    states.withLock { $0 = new }
  }

  /// Lets a copy of a person answer.
  ///
  /// - Parameters:
  ///   - question: The question; its text tells what was said before as well.
  ///   - request: The call on whose behalf it is asked.
  func ask(
    _ name: String, _ question: AskPlan, _ request: ServiceRequest
  ) async throws(PluginError) -> Turn.Act {
    guard let (index, plan) = plans[name] else {
      throw PluginError(.notFound, "tt.people: nobody is called '\(name)'.")
    }
    let person = Person(index: index, plan: plan, language: language, maker: maker)
    let memory = try await person.memory.instance()
    var tools: [Instance] = []
    for slot in person.tools { tools.append(try await slot.instance()) }
    let mind = try await person.mind.instance()
    let scope = CallScope(
      person: person, memory: memory, tools: tools, experience: .person(index, log),
      writes: WriteBuffer(committed), isAside: true)
    let root = RootContext(
      path: "\(request.path)/\(RootContext.pathElement(name))/agent.act", seed: request.root.seed,
      timeNS: request.root.timeNS, agent: name, services: request.root.services, scope: scope)
    let reply = try await mind.act(turn(index, question, root.timeNS), in: root)
    return try Turn.Act(reply, plugin: mind.pluginID)
  }

  private func turn(_ index: Int, _ question: AskPlan, _ time: Int64) -> [UInt8] {
    let state = states.withLock { $0.indices.contains(index) ? $0[index] : VersionedState() }
    var writer = JSONWriter(capacity: 1024)
    writer.object { writer in
      writer.member("time", CivilTime(time).description)
      writer.key("perceives")
      writer.array { writer in
        for number in log.waiting(for: index) {
          ExperienceItem(number, viewer: index, log: log)?.writePerception(to: &writer)
        }
        writer.object {
          $0.member("id", log.count)
          $0.member("type", "CONVERSATION")
          $0.member("content", question.text)
        }
      }
      writer.member("accessible", [])
      writer.member("action_kinds", [])
      writer.member("question", question.form(of: question.answerFields))
      writer.member("state_version", state.version)
      if let json = state.json { writer.member("state", raw: json) }
    }
    return writer.bytes
  }
}
