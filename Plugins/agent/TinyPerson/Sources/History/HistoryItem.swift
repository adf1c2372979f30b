internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One thing that the person perceived or did.
struct HistoryItem: Sendable, Hashable {
  enum Kind: String, Sendable {
    case stimulus
    case action
    case result
    case note
  }

  let kind: Kind
  let type: String
  let content: String
  var source = ""
  var target = ""
  /// Empty for what has just reached the person.
  var time = ""
  var picture: Sight?

  /// True for what the person did itself.
  var isOwn: Bool { kind == .action }

  /// Reads an item of the contract `memory`.
  init(memory json: JSON) throws {
    guard let kind = json["kind"]?.string.flatMap(Kind.init), let content = json["content"]?.string
    else {
      throw PluginFailure(
        .internal, "The answer of 'tt.memory/1' has an item without a 'kind' or a 'content'.")
    }
    self.kind = kind
    type = json["type"]?.string ?? ""
    self.content = content
    source = json["source"]?.string ?? ""
    target = json["target"]?.string ?? ""
    time = json["time"]?.string ?? ""
    picture = Sight(json["image"])
  }

  init(_ stimulus: Stimulus) {
    kind = .stimulus
    type = stimulus.type
    content = stimulus.content
    source = stimulus.source
    picture = stimulus.picture
  }

  init(_ action: Action) {
    kind = .action
    type = action.type
    content = action.content
    target = action.target
  }

  init(resultOf action: Action, _ text: String) {
    kind = .result
    type = action.type
    content = text
  }
}

// MARK: - Lines

extension HistoryItem {
  /// The item as a line of a message.
  ///
  /// Further lines of the content are indented, so that nobody's speech can pass for somebody
  /// else's.
  func line(for person: String) -> String {
    let opening = opening(for: person) + (picture.map { " [\($0.name)]" } ?? "")
    guard !content.isEmpty else { return opening }
    guard content.unicodeScalars.contains(where: Self.isNewline) else {
      return "\(opening): \(content)"
    }
    let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return "\(opening): \(lines.joined(separator: "\n  "))"
  }

  private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  private func opening(for person: String) -> String {
    switch kind {
    case .action: target.isEmpty ? type : "\(type) to \(target)"
    case .result: "Result of \(type)"
    case .note: "Note"
    case .stimulus: stimulus(from: source == person ? "" : source)
    }
  }

  private func stimulus(from source: String) -> String {
    let origin = source.isEmpty ? "" : " (\(source))"
    return switch type {
    case "CONVERSATION": source.isEmpty ? "You hear" : "\(source) says"
    case "SOCIAL": "You notice\(origin)"
    case "VISUAL": "You see\(origin)"
    case "FEED": "Your feed shows"
    case "LOCATION": "You are now here"
    case "TOOL_RESULT": "You learn\(origin)"
    case "THOUGHT": "A thought comes to you\(origin)"
    case "INTERNAL_GOAL_FORMULATION": "A goal forms in you\(origin)"
    default: "\(type)\(origin)"
    }
  }
}
