internal import TinyTroupeJSON

/// Reads JSON with the place of every value, so that JSON files get the same messages as YAML files.
public enum JSONReader {
  /// Reads a file's content, strictly by RFC 8259; a repeated key is a mistake.
  public static func read(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
  ) throws(DiagnosticList) -> YAMLNode {
    let source = try SourceText(file: file, bytes: bytes).checked(limits)
    let lines = LineIndex(source)
    let json: JSON
    do throws(JSONError) {
      let jsonLimits = JSONLimits(depth: limits.depth, bytes: limits.bytes)
      json = try JSON(parsing: source.bytes, limits: jsonLimits)
    } catch {
      let location = lines.location(byte: error.offset, in: source.bytes)
      throw DiagnosticList([Diagnostic(error.reason, at: location)])
    }
    guard json.valueCount <= limits.nodes else {
      throw DiagnosticList([.tooManyValues(limits.nodes, lines.location(character: 0))])
    }
    var walk = JSONWalk(source.bytes, lines: lines)
    return walk.node(json)
  }
}

extension JSON {
  fileprivate var valueCount: Int {
    switch self {
    case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
    case .object(let object): object.reduce(1) { $0 + $1.value.valueCount }
    default: 1
    }
  }
}

/// Walks a document again that is known to be valid, to find where each of its values begins.
private struct JSONWalk {
  private let bytes: [UInt8]
  private let lines: LineIndex
  private var position = 0
  private var characters = 0

  init(_ bytes: [UInt8], lines: LineIndex) {
    self.bytes = bytes
    self.lines = lines
  }

  mutating func node(_ json: JSON) -> YAMLNode {
    skipPunctuation()
    let location = lines.location(character: characters)
    switch json {
    case .array(let elements):
      step()
      let nodes = elements.map { node($0) }
      close()
      return YAMLNode(.sequence(nodes), at: location)
    case .object(let object):
      step()
      let members = object.map { member($0.key, $0.value) }
      close()
      return YAMLNode(.mapping(members), at: location)
    default:
      let start = position
      skipScalar()
      let written = String(decoding: bytes[start..<position], as: UTF8.self)
      return YAMLNode(
        .scalar(json), at: location, text: json.string ?? written, isQuoted: json.string != nil)
    }
  }

  private mutating func member(_ key: String, _ value: JSON) -> YAMLMember {
    skipPunctuation()
    let location = lines.location(character: characters)
    skipScalar()
    return YAMLMember(key: key, keyLocation: location, node: node(value))
  }

  /// Passes a closing bracket and what stands before it.
  private mutating func close() {
    skipPunctuation()
    step()
  }

  private mutating func skipPunctuation() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09, 0x2C, 0x3A].contains(bytes[position]) {
      step()
    }
  }

  private mutating func skipScalar() {
    guard bytes[position] == UInt8(ascii: "\"") else { return skipWord() }
    step()
    while bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") { step() }
      step()
    }
    step()
  }

  private mutating func skipWord() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return
      default: step()
      }
    }
  }

  private mutating func step() {
    if LineIndex.isCharacterStart(bytes[position]) { characters += 1 }
    position += 1
  }
}
