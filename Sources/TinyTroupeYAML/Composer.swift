internal import TinyTroupeJSON

/// Builds nodes from events, and checks all that the event level leaves open.
///
/// Mistakes that leave the rest readable are collected; those after which nothing can be trusted end the
/// reading. Recursion is bounded by the depth limit.
struct Composer: ~Copyable {
  /// A node with what it weighs: how many values, and how many levels of lists and mappings.
  struct Composed {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  /// What an anchor stands for; nothing yet while its own value is being read.
  private enum Anchored {
    case open
    case done(Composed)
  }

  private var stream: EventStream
  private let lines: LineIndex
  private let source: SourceText
  private let limits: YAMLLimits
  private let tags: Set<String>
  private var anchors: [String: Anchored] = [:]
  private var aliases = 0
  private var size = 0
  private var depth = 0
  private var mistakes: [Diagnostic] = []

  /// More mistakes than this help nobody.
  private static let mistakeLimit = 100

  init(_ source: SourceText, lines: LineIndex, limits: YAMLLimits, tags: Set<String>) {
    stream = EventStream(source.bytes)
    self.lines = lines
    self.source = source
    self.limits = limits
    self.tags = tags
  }

  /// Reads the whole text.
  mutating func document() throws(DiagnosticList) -> YAMLNode {
    do throws(Diagnostic) {
      let node = try onlyDocument()
      if mistakes.isEmpty { return node }
    } catch {
      mistakes.append(error)
    }
    throw DiagnosticList(mistakes)
  }

  private mutating func onlyDocument() throws(Diagnostic) -> YAMLNode {
    _ = try next()  // the stream's start
    guard case .documentStart = try next().kind else { throw .emptyDocument(source.file) }
    let content = try next()
    if case .scalar("", true) = content.kind, content.tag == nil {
      throw .emptyDocument(source.file)
    }
    let root = try compose(content)
    _ = try next()  // the document's end
    let last = try next()
    guard case .streamEnd = last.kind else { throw .secondDocument(place(last)) }
    return root.node
  }
}

// MARK: - Nodes

extension Composer {
  private mutating func compose(_ event: YAMLEvent) throws(Diagnostic) -> Composed {
    if case .alias(let name) = event.kind { return try expand(name, at: place(event)) }
    if let anchor = event.anchor { anchors[anchor] = .open }
    let before = size
    try grow(by: 1, levels: 0, at: event)
    let (node, height) = try content(event)
    let composed = Composed(node: node, size: size - before, height: height)
    if let anchor = event.anchor { anchors[anchor] = .done(composed) }
    return composed
  }

  private mutating func content(_ event: YAMLEvent) throws(Diagnostic) -> (YAMLNode, height: Int) {
    if case .scalar(let text, let isPlain) = event.kind {
      return (try scalar(text, isPlain: isPlain, event), 0)
    }
    try grow(by: 0, levels: 1, at: event)
    depth += 1
    let (value, height): (YAMLNode.Value, Int)
    if case .sequenceStart = event.kind {
      (value, height) = try sequence()
    } else {
      (value, height) = try mapping()
    }
    depth -= 1
    let tag = try localTag(event, standard: ["map", "seq"])
    return (YAMLNode(value, at: place(event), tag: tag), height + 1)
  }

  private mutating func sequence() throws(Diagnostic) -> (YAMLNode.Value, height: Int) {
    var elements: [YAMLNode] = []
    var height = 0
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind { return (.sequence(elements), height) }
      let element = try compose(event)
      elements.append(element.node)
      height = max(height, element.height)
    }
  }

  private mutating func mapping() throws(Diagnostic) -> (YAMLNode.Value, height: Int) {
    var members: [YAMLMember] = []
    var places: [String: SourceLocation] = [:]
    var height = 0
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { return (.mapping(members), height) }
      let key = try key(event)
      let value = try compose(try next())
      height = max(height, value.height)
      guard let key else { continue }
      if let first = places[key] {
        try note(.duplicateKey(key, at: place(event), first: first))
      } else {
        places[key] = place(event)
        members.append(YAMLMember(key: key, keyLocation: place(event), node: value.node))
      }
    }
  }

  private mutating func scalar(
    _ text: String, isPlain: Bool, _ event: YAMLEvent
  ) throws(Diagnostic) -> YAMLNode {
    let tag = try localTag(event, standard: ["str"])
    let value: JSON
    if isPlain, event.tag == nil {
      value = try plain(text, event)
    } else {
      value = .string(text)
    }
    return YAMLNode(
      .scalar(value), at: place(event), text: text, tag: tag, isQuoted: !isPlain)
  }

  private mutating func plain(_ text: String, _ event: YAMLEvent) throws(Diagnostic) -> JSON {
    switch CoreSchema.resolve(text) {
    case .value(let value): return value
    case .notFinite: try note(.notFinite(text, place(event)))
    case .outOfRange: try note(.outOfRange(text, place(event)))
    }
    return .null
  }

  /// Reads a mapping's key; nil when it cannot be one, which is noted.
  private mutating func key(_ event: YAMLEvent) throws(Diagnostic) -> String? {
    switch event.kind {
    case .scalar("<<", true):
      try note(.mergeKey(place(event)))
    case .scalar(let text, let isPlain):
      let resolved = isPlain && event.tag == nil ? CoreSchema.resolve(text) : .value(.string(text))
      let node = try compose(event).node
      if case .value(.string) = resolved { return node.text }
      try note(.keyIsNotText(text, place(event)))
    default:
      try note(.keyIsNotScalar(place(event)))
      _ = try compose(event)
    }
    return nil
  }
}

// MARK: - Aliases, tags and limits

extension Composer {
  private mutating func expand(
    _ name: String, at location: SourceLocation
  ) throws(Diagnostic) -> Composed {
    aliases += 1
    guard aliases <= limits.aliases else { throw .tooManyAliases(limits.aliases, location) }
    switch anchors[name] {
    case .done(let composed):
      try grow(by: composed.size, levels: composed.height, at: location)
      return composed
    case .open: try note(.aliasInsideItself(name, location))
    case nil: try note(.unknownAlias(name, location, known: anchors.keys.sorted()))
    }
    return Composed(node: YAMLNode(.scalar(.null), at: location), size: 0, height: 0)
  }

  /// The event's tag, if it is a local one that the caller understands.
  private mutating func localTag(
    _ event: YAMLEvent, standard: Set<String>
  ) throws(Diagnostic) -> String? {
    guard let tag = event.tag, tag != "!" else { return nil }
    if tags.contains(tag) { return tag }
    let prefix = "tag:yaml.org,2002:"
    let isStandard = tag.hasPrefix(prefix)
    if isStandard, standard.contains(String(tag.dropFirst(prefix.count))) { return nil }
    let written = isStandard ? "!!" + tag.dropFirst(prefix.count) : tag
    try note(.unknownTag(written, place(event), known: tags.sorted()))
    return nil
  }

  private mutating func grow(
    by values: Int, levels: Int, at event: YAMLEvent
  ) throws(Diagnostic) {
    try grow(by: values, levels: levels, at: place(event))
  }

  private mutating func grow(
    by values: Int, levels: Int, at location: SourceLocation
  ) throws(Diagnostic) {
    size += values
    guard size <= limits.nodes else { throw .tooManyValues(limits.nodes, location) }
    guard depth + levels <= limits.depth else { throw .tooDeep(limits.depth, location) }
  }

  private mutating func note(_ mistake: Diagnostic) throws(Diagnostic) {
    guard mistakes.count < Self.mistakeLimit else { throw .tooManyMistakes(source.file) }
    mistakes.append(mistake)
  }

  private mutating func next() throws(Diagnostic) -> YAMLEvent {
    do throws(ParserProblem) {
      return try stream.next()
    } catch {
      throw .unreadable(error, lines: lines, source: source)
    }
  }

  private func place(_ event: YAMLEvent) -> SourceLocation {
    lines.location(character: event.position)
  }
}
