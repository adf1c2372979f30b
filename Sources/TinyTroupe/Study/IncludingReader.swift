import TinyTroupeJSON
import TinyTroupeYAML

/// Reads a file and puts in place what it includes.
struct IncludingReader {
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var sources: [SourceText] = []
  private let archive: InputArchive
  /// The files that are being read, each including the next.
  private var chain: [String] = []
  private var count = 0

  private static let tag = "!include"
  /// Deeper or more than this is a mistake or an attack.
  private static let depthLimit = 16
  private static let countLimit = 200

  init(_ archive: InputArchive = .disk) {
    self.archive = archive
  }

  /// Reads the study's own file.
  mutating func read(_ file: String) -> YAMLNode? {
    do throws(SourceFile.Unreadable) {
      return parse(try archive.read(file))
    } catch {
      diagnostics.append(.cannotRead(file, error.reason))
      return nil
    }
  }

  private mutating func parse(_ source: SourceText) -> YAMLNode? {
    if !sources.contains(where: { $0.file == source.file }) { sources.append(source) }
    do throws(DiagnosticList) {
      let node = try SourceFile.parse(source, tags: [Self.tag])
      chain.append(SourceFile.identity(source.file))
      defer { chain.removeLast() }
      return expanded(node)
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  /// The node with every `!include` in it replaced by the included file's content.
  private mutating func expanded(_ node: YAMLNode) -> YAMLNode {
    if node.tag == Self.tag { return included(node) ?? YAMLNode(.scalar(.null), at: node.location) }
    switch node.value {
    case .scalar: return node
    case .sequence(let elements):
      return YAMLNode(.sequence(elements.map { expanded($0) }), at: node.location)
    case .mapping(let members):
      let members = members.map {
        YAMLMember(key: $0.key, keyLocation: $0.keyLocation, node: expanded($0.node))
      }
      return YAMLNode(.mapping(members), at: node.location)
    }
  }

  private mutating func included(_ node: YAMLNode) -> YAMLNode? {
    guard let name = node.string, !name.isEmpty else {
      return refuse(.includeNeedsFile(node.location))
    }
    guard !name.hasPrefix("/"), !FilePath.isRemote(name) else {
      return refuse(.includeNotRelative(name, node.location))
    }
    let path = FilePath.resolve(name, from: node.location.file)
    count += 1
    guard chain.count < Self.depthLimit, count <= Self.countLimit else {
      return refuse(.tooManyIncludes(node.location))
    }
    guard !chain.contains(SourceFile.identity(path)) else {
      return refuse(.includesItself(path, node.location))
    }
    do throws(SourceFile.Unreadable) {
      let source = try archive.read(path)
      return Self.isData(path) ? parse(source) : text(source, at: node.location)
    } catch {
      return refuse(.cannotRead(path, error.reason, at: node.location))
    }
  }

  /// True for files that hold values; all others are texts.
  private static func isData(_ path: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { path.lowercased().hasSuffix($0) }
  }

  /// A file's text as a single value, as if it stood in the study itself.
  private mutating func text(_ source: SourceText, at location: SourceLocation) -> YAMLNode? {
    guard !source.bytes.contains(0),
      let text = String(validating: source.bytes, as: UTF8.self)
    else { return refuse(.includesNoText(source.file, location)) }
    if !sources.contains(where: { $0.file == source.file }) { sources.append(source) }
    return YAMLNode(.scalar(.string(text)), at: location, text: text, isQuoted: true)
  }

  private mutating func refuse(_ diagnostic: Diagnostic) -> YAMLNode? {
    diagnostics.append(diagnostic)
    return nil
  }
}
