internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Looks into the person's own memory.
struct Recall {
  private static let searchLimit = 20
  /// Characters, so that one look can't outgrow a prompt.
  private static let textLimit = 6_000
  private static let scanLimit = 40_000
  private static let nothing = "Nothing comes to mind."

  let person: String
  let call: Call

  /// Performs RECALL or RECALL_WITH_FULL_SCAN and returns what the person remembers.
  func perform(_ action: Action) async throws -> String {
    if action.type == ActionKind.recallAll.type {
      let items = try await items(["mode": "all"])
      return text(of: items, within: Self.scanLimit)
    }
    let found = try await items([
      "mode": "search", "text": .string(action.content), "limit": .integer(Int64(Self.searchLimit)),
    ])
    return text(of: found.sorted { $0.id < $1.id }, within: Self.textLimit)
  }

  private func items(_ query: JSON) async throws -> [(id: Int, item: HistoryItem)] {
    let result = try await call.send(.queryMemory(query))
    guard let list = result["items"]?.array else {
      throw PluginFailure(.internal, "The answer of 'tt.memory/1' lacks 'items'.")
    }
    return try list.map { ($0["id"]?.integer ?? 0, try HistoryItem(memory: $0)) }
  }

  /// The latest of the items that fit, in order of experience.
  private func text(of items: [(id: Int, item: HistoryItem)], within limit: Int) -> String {
    var lines: [String] = []
    var length = 0
    for (_, item) in items.reversed() where item.type != ActionKind.done.type {
      let line = "- [\(SimulatedTime.text(item.time))] \(item.line(for: person))"
      length += line.utf8.count
      guard length <= limit else {
        lines.append("- (and more from before)")
        break
      }
      lines.append(line)
    }
    return lines.isEmpty ? Self.nothing : "\n" + lines.reversed().joined(separator: "\n")
  }
}
