import Foundation
import TinyTroupeDigest
import TinyTroupeJSON

/// The `results` folder of a run: every name made safe, nothing outside it touched.
package struct ResultFiles: Sendable {
  let folder: String

  /// The name under which a rehearsal writes a file.
  package static func rehearsed(_ name: String) -> String {
    var parts = parts(name)
    if let last = parts.popLast() { parts.append("REHEARSAL-" + last) }
    return parts.joined(separator: "/")
  }

  /// Writes a file below the folder; a rehearsed one says so in its name.
  @discardableResult
  func write(_ content: some Sequence<UInt8>, to name: String, isRehearsed: Bool) throws -> String {
    let path =
      folder + "/" + (isRehearsed ? Self.rehearsed(name) : Self.parts(name).joined(separator: "/"))
    try Self.write(content, at: path)
    return path
  }

  /// Writes a file for its owner's eyes alone, whole or not at all, with the folders that it needs.
  static func write(_ content: some Sequence<UInt8>, at path: String) throws {
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data(content).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// The folders and the file of a name, each made safe; at least a file.
  static func parts(_ name: String) -> [String] {
    let parts = name.split(separator: "/").map { safe(String($0)) }
    return parts.isEmpty ? [safe("")] : parts
  }

  /// A name that is one ordinary file name everywhere: no separators, no leading dots, not empty.
  static func safe(_ name: String) -> String {
    let forbidden = Set("/\\:*?\"<>|;".unicodeScalars)
    // By scalars, since a carriage return and a line feed are one character together.
    let replaced = name.replacing("\r\n", with: "-").unicodeScalars.reduce(into: "") {
      text, scalar in
      let isHarmless = !forbidden.contains(scalar) && scalar.properties.generalCategory != .control
      text.unicodeScalars.append(isHarmless ? scalar : "-")
    }
    let trimmed = replaced.drop { $0 == "." || $0 == " " }
    let base = trimmed.isEmpty ? "unnamed" : String(trimmed)
    var safe = ""
    for character in base {
      guard safe.utf8.count + character.utf8.count <= 120 else { break }
      safe.append(character)
    }
    return safe
  }
}

extension ResultFiles {
  /// The codebook's file beside a table's.
  static func codebookName(of table: String) -> String {
    (table.hasSuffix(".csv") ? String(table.dropLast(4)) : table) + ".codebook.json"
  }
}

extension SimulationPlan {
  /// The files of the tables that questions and extractions make, in the order in which they are made.
  var tableNames: [String] {
    timeline.tableNames + extracts.enumerated().map { $1.tableName(number: $0) }
  }

  /// The files that a run of the plan will write, whatever happens in it.
  package var resultNames: [String] {
    tableNames.flatMap { [$0, ResultFiles.codebookName(of: $0)] } + reports.map(\.to)
      + exports.map(\.to)
  }
}

extension Simulation {
  /// Writes a table and its codebook where the study says.
  func keep(_ table: ResultTable, named name: String) throws(RunError) {
    let isRehearsed = table.backend == "rehearsal"
    do {
      let path = try results.write(Array(table.csv.utf8), to: name, isRehearsed: isRehearsed)
      try results.write(
        table.codebook.bytes, to: ResultFiles.codebookName(of: name), isRehearsed: isRehearsed)
      draft.results.append(
        ResultFile(
          file: name, rows: table.rows.count, digest: SHA256Digest(of: Array(table.csv.utf8)),
          codebook: table.codebook.bytes))
      draft.tables.append((table: table, path: path))
    } catch {
      throw .storage("cannot write \(name): \(error.localizedDescription)")
    }
  }

  /// Writes a file that is no table where the study says.
  func keep(_ content: [UInt8], named name: String, isRehearsed: Bool) throws(RunError) {
    do {
      let path = try results.write(content, to: name, isRehearsed: isRehearsed)
      draft.results.append(
        ResultFile(
          file: name, rows: 0, digest: SHA256Digest(of: content), codebook: Array("{}".utf8)))
      draft.written.append(path)
    } catch {
      throw .storage("cannot write \(name): \(error.localizedDescription)")
    }
  }
}
