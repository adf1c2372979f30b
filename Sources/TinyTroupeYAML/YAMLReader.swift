/// Limits that keep hostile documents from exhausting memory or the stack.
public struct YAMLLimits: Sendable {
  /// How many bytes a file may have.
  public var bytes: Int
  /// How deep lists and mappings may nest, aliases expanded.
  public var depth: Int
  /// How many aliases a file may use.
  public var aliases: Int
  /// How many values a file may hold, aliases expanded.
  public var nodes: Int

  /// Makes limits: 8 MiB, 64 levels, 1,000 aliases and 250,000 values suit anything that a person writes.
  public init(
    bytes: Int = 8 << 20, depth: Int = 64, aliases: Int = 1_000, nodes: Int = 250_000
  ) {
    self.bytes = bytes
    self.depth = depth
    self.aliases = aliases
    self.nodes = nodes
  }
}

/// Reads YAML: one document, core schema of YAML 1.2, unique keys that are texts, no merge keys.
public enum YAMLReader {
  /// Reads a file's content; what is wrong with it is thrown, as many mistakes at once as possible.
  ///
  /// `tags` are the local tags (`!include`) that the caller understands; any other is a mistake.
  public static func read(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits(), tags: Set<String> = []
  ) throws(DiagnosticList) -> YAMLNode {
    let source = try SourceText(file: file, bytes: bytes).checked(limits)
    guard !source.hasManyDirectives else { throw DiagnosticList([.tooManyDirectives(file)]) }
    let lines = LineIndex(source)
    var composer = Composer(source, lines: lines, limits: limits, tags: tags)
    return try composer.document()
  }
}

extension SourceText {
  /// The source without its byte order mark, if it can be UTF-8 and is not too large.
  func checked(_ limits: YAMLLimits) throws(DiagnosticList) -> SourceText {
    guard bytes.count <= limits.bytes else {
      throw DiagnosticList([.tooLarge(file, bytes.count, limit: limits.bytes)])
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw DiagnosticList([.otherEncoding(file)])
    }
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return self }
    return SourceText(file: file, bytes: Array(bytes.dropFirst(3)))
  }

  /// True for more lines that begin with '%' than any author needs: libyaml compares each to all others.
  fileprivate var hasManyDirectives: Bool {
    var count = 0
    var previous: UInt8 = 0x0A
    for byte in bytes {
      if byte == UInt8(ascii: "%"), Self.isBreak(previous) { count += 1 }
      previous = byte
    }
    return count > 100
  }
}
