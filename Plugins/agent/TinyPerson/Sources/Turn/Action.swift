internal import TinyTroupeJSON

/// One thing that the person does.
struct Action: Sendable, Hashable {
  let type: String
  var target: String
  let content: String

  static let done = Action(type: ActionKind.done.type, target: "", content: "")

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", type)
      writer.member("target", target)
      writer.member("content", content)
    }
  }
}

extension Action {
  /// An action that the person did earlier.
  init(_ item: HistoryItem) {
    self.init(type: item.type, target: item.target, content: item.content)
  }
}

/// The last four actions of each type, oldest first.
struct OwnActions: Sendable {
  private static let depth = 4
  private var byType: [String: [Action]] = [:]

  mutating func add(_ action: Action) {
    var latest = byType[action.type] ?? []
    if latest.count == Self.depth { latest.removeFirst() }
    latest.append(action)
    byType[action.type] = latest
  }

  subscript(type: String) -> [Action] { byType[type] ?? [] }
}
