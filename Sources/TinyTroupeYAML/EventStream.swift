internal import CLibYAML

/// What libyaml found, with Swift values in place of C memory.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(text: String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  let kind: Kind
  let anchor: String?
  let tag: String?
  /// The number of characters before it.
  let position: Int
}

/// Owns a libyaml parser and the text that it reads, and hands out its events one by one.
struct EventStream: ~Copyable {
  // SAFETY: all three are allocated here, initialised before use and freed only in deinit; libyaml keeps
  // pointers into the parser and the input, and neither ever moves.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// False when libyaml found no memory; then there are no events.
  private let isReady: Bool

  init(_ bytes: [UInt8]) {
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    input = .allocate(capacity: max(1, bytes.count))
    parser.initialize(to: yaml_parser_t())
    event.initialize(to: yaml_event_t())
    _ = input.initialize(from: bytes)
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_event_delete(event)
    yaml_parser_delete(parser)
    event.deallocate()
    parser.deallocate()
    input.deallocate()
  }

  /// Reads the next event.
  mutating func next() throws(ParserProblem) -> YAMLEvent {
    yaml_event_delete(event)
    guard isReady, yaml_parser_parse(parser, event) == 1 else { throw problem() }
    return YAMLEvent(
      kind: kind(), anchor: anchor(), tag: tag(), position: event.pointee.start_mark.index)
  }

  private func kind() -> YAMLEvent.Kind {
    let data = event.pointee.data
    switch event.pointee.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(Self.text(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let content = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      let isPlain = data.scalar.style == YAML_PLAIN_SCALAR_STYLE
      return .scalar(text: String(decoding: content, as: UTF8.self), isPlain: isPlain)
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private func anchor() -> String? {
    let data = event.pointee.data
    return switch event.pointee.type {
    case YAML_SCALAR_EVENT: Self.text(data.scalar.anchor)
    case YAML_SEQUENCE_START_EVENT: Self.text(data.sequence_start.anchor)
    case YAML_MAPPING_START_EVENT: Self.text(data.mapping_start.anchor)
    default: nil
    }
  }

  private func tag() -> String? {
    let data = event.pointee.data
    return switch event.pointee.type {
    case YAML_SCALAR_EVENT: Self.text(data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT: Self.text(data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT: Self.text(data.mapping_start.tag)
    default: nil
    }
  }

  private func problem() -> ParserProblem {
    let parser = parser.pointee
    return ParserProblem(
      isUnreadable: parser.error == YAML_READER_ERROR,
      text: parser.problem.map { String(cString: $0) } ?? "out of memory",
      position: parser.problem_mark.index, byte: parser.problem_offset,
      context: parser.context.map { String(cString: $0) },
      contextPosition: parser.context_mark.index)
  }

  // SAFETY: libyaml's strings end with NUL and live until the event is deleted, after this copy.
  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

/// What libyaml says of a text that it cannot read.
struct ParserProblem: Error {
  /// True when the bytes are no text; then `byte` is the place, otherwise `position`.
  let isUnreadable: Bool
  let text: String
  let position: Int
  let byte: Int
  /// What was being read, and where that began.
  let context: String?
  let contextPosition: Int
}
