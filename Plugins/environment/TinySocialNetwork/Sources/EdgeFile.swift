internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A file with a relation a line: two names, with a comma or a tab between them.
///
/// Names may stand in double quotes, where two mean one. Empty lines and those that begin with `#` are skipped.
struct EdgeFile: Sendable {
  /// A name with the column at which it begins, counted in characters from 1.
  struct Name: Sendable, Hashable {
    let text: String
    let column: Int
  }

  /// The two names of a line.
  struct Line: Sendable {
    let number: Int
    let from: Name
    let to: Name
  }

  let path: String
  let lines: [Line]

  /// Reads all lines.
  ///
  /// - Throws: The first mistake, with its place.
  init(_ path: String, _ bytes: [UInt8]) throws {
    self.path = path
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.notText(path, bytes)
    }
    var lines: [Line] = []
    let written = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in written.enumerated() {
      let line = index == 0 && line.first == "\u{FEFF}" ? line.dropFirst() : line
      guard let first = line.first(where: { !$0.isWhitespace }), first != "#" else { continue }
      let names = try EdgeLine(line, number: index + 1, of: path).names
      guard names.count == 2 else {
        let column = names.count > 2 ? names[2].column : line.count + 1
        throw Self.failure(
          path, index + 1, column, "a line has two names, as in 'Ana, Ben', not \(names.count)")
      }
      lines.append(Line(number: index + 1, from: names[0], to: names[1]))
    }
    self.lines = lines
  }

  static func failure(_ path: String, _ line: Int, _ column: Int, _ why: String) -> PluginFailure {
    PluginFailure(
      .invalid, "\(TinySocialNetwork.identity.name): \(path):\(line):\(column): \(why).",
      detail: ["path": .string(path)])
  }

  /// Where the first line stands that is not UTF-8.
  private static func notText(_ path: String, _ bytes: [UInt8]) -> PluginFailure {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    var good = lines[index]
    while String(validating: good, as: UTF8.self) == nil { good = good.dropLast() }
    return failure(
      path, index + 1, String(decoding: good, as: UTF8.self).count + 1,
      "this is no UTF-8 text. Save the file as UTF-8")
  }
}

/// One line of an edge file, cut into names.
private struct EdgeLine {
  private(set) var names: [EdgeFile.Name] = []

  init(_ line: Substring, number: Int, of path: String) throws {
    let characters = Array(line)
    var position = 0
    repeat {
      while position < characters.count, Self.isBlank(characters[position]) { position += 1 }
      let start = position
      let name: String
      if position < characters.count, characters[position] == "\"" {
        guard let quoted = Self.quoted(characters, &position) else {
          throw EdgeFile.failure(path, number, start + 1, "the quote does not end on this line")
        }
        name = quoted
      } else {
        let end = characters[start...].firstIndex(where: Self.isSeparator) ?? characters.count
        name = String(characters[start..<end]).trimmed
        position = end
      }
      guard !name.isEmpty else {
        throw EdgeFile.failure(path, number, start + 1, "a name is missing here")
      }
      names.append(EdgeFile.Name(text: name, column: start + 1))
      while position < characters.count, Self.isBlank(characters[position]) { position += 1 }
      guard position == characters.count || Self.isSeparator(characters[position]) else {
        throw EdgeFile.failure(path, number, position + 1, "expected a comma after the quoted name")
      }
      position += 1
    } while position <= characters.count
  }

  /// Reads a name in quotes; nil when it does not end.
  private static func quoted(_ characters: [Character], _ position: inout Int) -> String? {
    var name = ""
    position += 1
    while position < characters.count {
      let isQuote = characters[position] == "\""
      if isQuote, position + 1 == characters.count || characters[position + 1] != "\"" {
        position += 1
        return name
      }
      name.append(characters[position])
      position += isQuote ? 2 : 1
    }
    return nil
  }

  private static func isSeparator(_ character: Character) -> Bool {
    character == "," || character == "\t"
  }

  /// A tab separates, though it is white.
  private static func isBlank(_ character: Character) -> Bool {
    character.isWhitespace && character != "\t"
  }
}

extension String {
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
