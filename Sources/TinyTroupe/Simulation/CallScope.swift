import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel

/// The engine's data of a root call: whom it serves, what it writes, what happened beneath it.
final class CallScope: Sendable {
  /// Something that a tool did during a turn.
  struct Performed: Sendable {
    let type: String
    let tool: String
    let text: String
    let data: JSON?
    let isError: Bool
    let artifacts: [Artifact]
    /// What others are told of it; only for what is performed when the step ends.
    var notices: [Notice] = []
  }

  /// Something that a tool lets people know.
  struct Notice: Sendable {
    let names: [String]
    let text: String
  }

  /// A file that a tool made.
  struct Artifact: Sendable {
    let name: String
    let content: [UInt8]
  }

  /// The person whom the call serves.
  let person: Person?
  /// The person's memory during this call.
  let memory: Instance?
  /// The person's tools during this call, in the order of the plan.
  let tools: [Instance]
  /// Whose events may be read: everything, or one person's experience.
  let experience: ExperienceView
  /// What the call and everything beneath it write.
  let writes: WriteBuffer
  /// True when nothing of the call lasts, so that nothing outside may be done.
  let isAside: Bool
  private let performed = Mutex<[Performed]>([])
  private let externals = Mutex<[String]>([])

  init(
    person: Person? = nil, memory: Instance? = nil, tools: [Instance] = [],
    experience: ExperienceView, writes: WriteBuffer, isAside: Bool = false
  ) {
    self.isAside = isAside
    self.person = person
    self.memory = memory
    self.tools = tools
    self.experience = experience
    self.writes = writes
  }

  var agentIndex: Int? { person?.index }

  func record(_ event: Performed) {
    performed.withLock { $0.append(event) }
  }

  var allPerformed: [Performed] { performed.withLock { $0 } }

  /// Notes that the call with a path acts on the world outside.
  func beginExternal(_ path: String) {
    externals.withLock { $0.append(path) }
  }

  /// True beneath a call that acts on the world outside.
  func isExternal(_ path: String) -> Bool {
    externals.withLock { $0.contains { path.hasPrefix($0 + "/") } }
  }
}
