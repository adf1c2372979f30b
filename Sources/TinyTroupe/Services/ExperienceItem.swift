import TinyTroupeJSON

/// An event as somebody experienced it: the item of the memory contract.
///
/// Speech is stored once, as its author's action; whoever hears it sees the `delivered` event, whose content
/// is the action's.
struct ExperienceItem {
  let id: Int
  let kind: String
  let type: String
  let content: String
  let source: String?
  let target: String?
  let agent: String?
  let time: Int64
  /// What is seen with it: `{id, name}`.
  let image: JSON?

  /// Reads an event; nil when it is nothing that can be experienced.
  ///
  /// - Parameter viewer: The person who looks; nil for a reader of the whole world.
  init?(_ number: Int, viewer: Int?, log: EventLog) {
    guard let event = log[number] else { return nil }
    id = number
    time = event.timeNS
    image = event.payload["image"]
    switch event.kind {
    case .stimulus:
      kind = "stimulus"
      type = event.payload["type"]?.string ?? ""
      content = event.payload["content"]?.string ?? ""
      source = event.payload["source"]?.string
      target = nil
      agent = nil
    case .delivered:
      guard let origin = event.payload["action"]?.integer, let action = log[origin] else {
        return nil
      }
      kind = "stimulus"
      type = event.payload["as"]?.string ?? "CONVERSATION"
      content = action.payload["action"]?["content"]?.string ?? ""
      source = action.agent
      target = nil
      agent = nil
    case .action:
      guard let action = event.payload["action"] else { return nil }
      kind = "action"
      type = action["type"]?.string ?? ""
      content = action["content"]?.string ?? ""
      source = viewer == nil ? event.agent : nil
      target = action["target"]?.string
      agent = event.agent
    case .toolPerformed:
      kind = "result"
      type = event.payload["type"]?.string ?? ""
      content = event.payload["text"]?.string ?? ""
      source = event.payload["tool"]?.string
      target = nil
      agent = event.agent
    default: return nil
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("kind", kind)
      writer.member("type", type)
      writer.member("content", content)
      if let source { writer.member("source", source) }
      if let image { writer.member("image", image) }
      if let target, !target.isEmpty { writer.member("target", target) }
      if let agent { writer.member("agent", agent) }
      writer.member("time", CivilTime(time).description)
    }
  }

  /// The item as an element of `perceives`.
  func writePerception(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("type", type)
      writer.member("content", content)
      if let source { writer.member("source", source) }
      if let image { writer.member("image", image) }
    }
  }
}
