public import TinyTroupeJSON
import TinyTroupeKernel

extension Conversation {
  /// Something that a person remembers.
  public struct Memory: Sendable {
    /// What happened, in a line.
    public let text: String
    /// When, as simulated time is written.
    public let time: String
    /// How well it fits what was looked for.
    public let score: Double
    /// What the score is made of; see the memory's plugin.
    public let reasons: JSON
  }

  /// What comes to a person's mind about something; the person itself does not notice.
  ///
  /// - Throws: That nobody has this name, or why the memory failed.
  public func memories(
    of name: String, about text: String, limit: Int = 8
  ) async throws(RunError) -> [Memory] {
    guard let index = simulation.indexByName[name] else {
      throw .preparation("Nobody here is called '\(name)'.")
    }
    let person = simulation.people[index]
    let scope = CallScope(
      person: person, experience: .person(index, simulation.log),
      writes: WriteBuffer(simulation.committed))
    lookups += 1
    let root = simulation.root(name, "memory.query:\(lookups)", scope: scope)
    let query: JSON = [
      "mode": "search", "text": .string(text), "limit": .integer(Int64(limit)),
    ]
    do throws(PluginError) {
      let memory = try await person.memory.instance()
      let reply = try await memory.query(query.bytes, in: root).checked(plugin: memory.pluginID)
      return (reply["items"]?.array ?? []).map { Memory($0) }
    } catch {
      throw simulation.stopped("\(name)'s memory", error)
    }
  }

  /// The events so far, in order.
  public var events: [Event] { simulation.log.entries().map(\.event) }
}

extension Conversation.Memory {
  fileprivate init(_ item: JSON) {
    let parts = ["source", "type", "content", "target"].compactMap { item[$0]?.string }
    self.init(
      text: parts.filter { !$0.isEmpty }.joined(separator: " · "), time: item["time"]?.string ?? "",
      score: item["score"]?.double ?? 0, reasons: item["why"] ?? [:])
  }
}
