import TinyTroupeJSON
import TinyTroupeYAML

/// What the command line sets in a study: each `--set PATH=VALUE` is a line of a text of its own.
struct SettingList {
  private(set) var diagnostics: [Diagnostic] = []
  private let arguments: [String]

  init(_ arguments: [String]) {
    // A line break would shift the places of the settings after it; in a value it is a space, as in YAML.
    self.arguments = arguments.map { argument in
      String(argument.map { $0.isNewline ? " " : $0 })
    }
  }

  /// The settings as a text that messages can quote.
  var source: SourceText {
    let text = arguments.joined(separator: "\n")
    return SourceText(file: StudySource.settingsFile, bytes: Array(text.utf8))
  }

  /// The study with all settings applied, in their order.
  mutating func applied(to root: YAMLNode) -> YAMLNode {
    var root = root
    for (index, argument) in arguments.enumerated() {
      do throws(DiagnosticList) {
        root = try Setting(argument, line: index + 1).applied(to: root)
      } catch {
        diagnostics += error.diagnostics
      }
    }
    return root
  }
}

/// One value and the path where it belongs.
struct Setting {
  /// A part of the path, with its place on the command line.
  struct Part {
    let text: String
    let location: SourceLocation
  }

  private let parts: [Part]
  private let value: YAMLNode

  init(_ argument: String, line: Int) throws(DiagnosticList) {
    let place = { SourceLocation(file: StudySource.settingsFile, line: line, column: $0) }
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      throw DiagnosticList([.badSetting(place(1))])
    }
    var column = 1
    var parts: [Part] = []
    for text in argument[..<equals].split(separator: ".", omittingEmptySubsequences: false) {
      guard !text.isEmpty else { throw DiagnosticList([.badSetting(place(column))]) }
      parts.append(Part(text: String(text), location: place(column)))
      column += text.unicodeScalars.count + 1
    }
    self.parts = parts
    value = try Self.value(argument[argument.index(after: equals)...], line: line, column: column)
  }

  /// A setting that stands in a study itself.
  init(_ path: String, at location: SourceLocation, value: YAMLNode) throws(DiagnosticList) {
    let texts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard texts.allSatisfy({ !$0.isEmpty }) else {
      throw DiagnosticList([.badArmPath(path, location)])
    }
    parts = texts.map { Part(text: String($0), location: location) }
    self.value = value
  }

  /// Reads a value as YAML; an empty one is nothing.
  private static func value(
    _ text: Substring, line: Int, column: Int
  ) throws(DiagnosticList) -> YAMLNode {
    let place = SourceLocation(file: StudySource.settingsFile, line: line, column: column)
    if text.allSatisfy(\.isWhitespace) { return YAMLNode(.scalar(.null), at: place) }
    do throws(DiagnosticList) {
      // As many spaces as there are characters before the value give it its place in the argument.
      let padding = String(repeating: " ", count: column - 1)
      let node = try YAMLReader.read(Array((padding + text).utf8), file: place.file)
      return node.moved(toLine: line)
    } catch {
      throw DiagnosticList(error.diagnostics.map { $0.moved(toLine: line) })
    }
  }

  /// The node with the value in its place.
  func applied(to root: YAMLNode) throws(DiagnosticList) -> YAMLNode {
    do throws(Diagnostic) {
      return try replacing(root, parts[...])
    } catch {
      throw DiagnosticList([error])
    }
  }

  private func replacing(
    _ node: YAMLNode, _ rest: ArraySlice<Part>
  ) throws(Diagnostic) -> YAMLNode {
    guard let part = rest.first else { return value }
    switch node.value {
    case .mapping(let members):
      return YAMLNode(.mapping(try replacing(members, part, rest.dropFirst())), at: node.location)
    case .sequence(let elements):
      return YAMLNode(.sequence(try replacing(elements, part, rest)), at: node.location)
    case .scalar(.null): return try added(rest)
    case .scalar: throw .settingBelowText(path(before: rest), part.location)
    }
  }

  private func replacing(
    _ members: [YAMLMember], _ part: Part, _ rest: ArraySlice<Part>
  ) throws(Diagnostic) -> [YAMLMember] {
    var members = members
    let isAny = part.text == "*"
    guard !isAny || !members.isEmpty else {
      throw .noSuchElement(
        "*", of: path(before: parts[(rest.startIndex - 1)...]), count: 0, part.location)
    }
    guard isAny || members.contains(where: { $0.key == part.text }) else {
      let node = try added(rest)
      return members + [YAMLMember(key: part.text, keyLocation: part.location, node: node)]
    }
    for (index, member) in members.enumerated() where isAny || member.key == part.text {
      members[index] = YAMLMember(
        key: member.key, keyLocation: member.keyLocation, node: try replacing(member.node, rest))
    }
    return members
  }

  private func replacing(
    _ elements: [YAMLNode], _ part: Part, _ rest: ArraySlice<Part>
  ) throws(Diagnostic) -> [YAMLNode] {
    var elements = elements
    let chosen = part.text == "*" ? Array(elements.indices) : [Int(part.text) ?? -1]
    guard !chosen.isEmpty, chosen.allSatisfy(elements.indices.contains) else {
      throw .noSuchElement(part.text, of: path(before: rest), count: elements.count, part.location)
    }
    for index in chosen { elements[index] = try replacing(elements[index], rest.dropFirst()) }
    return elements
  }

  /// New mappings down to the value.
  private func added(_ rest: ArraySlice<Part>) throws(Diagnostic) -> YAMLNode {
    guard let part = rest.first else { return value }
    guard part.text != "*", Int(part.text) == nil else {
      throw .noSuchElement(part.text, of: path(before: rest), count: 0, part.location)
    }
    let member = YAMLMember(
      key: part.text, keyLocation: part.location, node: try added(rest.dropFirst()))
    return YAMLNode(.mapping([member]), at: part.location)
  }

  /// The path down to, and without, what is left of it.
  private func path(before rest: ArraySlice<Part>) -> String {
    parts[..<rest.startIndex].map(\.text).joined(separator: ".")
  }
}

// MARK: - Places

extension SourceLocation {
  fileprivate func moved(toLine line: Int) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column)
  }
}

extension Diagnostic {
  fileprivate func moved(toLine line: Int) -> Diagnostic {
    Diagnostic(message, at: location?.moved(toLine: line), hint: hint)
  }
}

extension YAMLNode {
  fileprivate func moved(toLine line: Int) -> YAMLNode {
    let place = location.moved(toLine: line)
    switch value {
    case .scalar: return YAMLNode(value, at: place, text: text, tag: tag, isQuoted: isQuoted)
    case .sequence(let elements):
      return YAMLNode(.sequence(elements.map { $0.moved(toLine: line) }), at: place)
    case .mapping(let members):
      let members = members.map {
        YAMLMember(
          key: $0.key, keyLocation: $0.keyLocation.moved(toLine: line),
          node: $0.node.moved(toLine: line))
      }
      return YAMLNode(.mapping(members), at: place)
    }
  }
}
