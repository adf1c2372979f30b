import Glibc

/// A run's folder: `RUNS/NAME-TIMESTAMP`, for its owner's eyes alone.
package struct RunFolder: Sendable, Hashable {
  /// The folder.
  package let path: String

  /// The folder's own name, which identifies the run.
  package var name: String { String(path.split(separator: "/").last ?? "") }
  /// The database.
  package var database: String { path + "/run.sqlite" }
  /// Where tables and reports go.
  package var results: String { path + "/results" }

  /// The folder of a run's database, or the folder itself.
  static func of(_ path: String) -> RunFolder {
    let database = "/run.sqlite"
    return RunFolder(path: path.hasSuffix(database) ? String(path.dropLast(database.count)) : path)
  }

  /// The folder in which it is.
  var parent: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

  /// Takes a folder that exists.
  package init(path: String) {
    self.path = path
  }

  /// Makes the folder of a new run.
  ///
  /// - Parameter startedAt: Wall time in seconds since 1970; it goes into the name, in UTC.
  static func make(
    in runs: String, name: String, startedAt: Int64
  ) throws(RunStoreError) -> RunFolder {
    let folder = RunFolder(path: try makeNamed(name, in: runs, startedAt: startedAt))
    _ = try makeFolder(folder.results)
    try makeFile(folder.database)
    return folder
  }

  /// Makes a folder that is called by a name and a time, with a number where that is taken.
  ///
  /// - Returns: Its path.
  static func makeNamed(
    _ name: String, in runs: String, startedAt: Int64
  ) throws(RunStoreError) -> String {
    try makeFolders(runs)
    let base = runs + "/" + safe(name) + "-" + stamp(startedAt)
    var suffix = 1
    while true {
      let path = base + (suffix == 1 ? "" : "-\(suffix)")
      if try makeFolder(path) { return path }
      suffix += 1
    }
  }

  /// Finds a run by what a user typed: a folder, or the name of one in `runs` (`latest` is one).
  ///
  /// - Throws: `notFound` when neither holds a run.
  package static func find(_ text: String, in runs: String) throws(RunStoreError) -> RunFolder {
    for path in [text, runs + "/" + text] {
      if exists(RunFolder(path: path).database) { return RunFolder(path: followed(path)) }
    }
    throw RunStoreError(.notFound, text.contains("/") ? text : runs + "/" + text)
  }

  /// A text as a part of a file name: letters and digits of any script, `-`, `_` and `.`; at most
  /// 80 bytes.
  static func safe(_ text: String) -> String {
    var safe = ""
    for character in text {
      let isKept = character.isLetter || character.isNumber || "-_.".contains(character)
      let next = isKept ? character : "-"
      if next == "-", safe.isEmpty || safe.hasSuffix("-") { continue }
      if next == ".", safe.isEmpty { continue }
      guard safe.utf8.count + String(next).utf8.count <= 80 else { break }
      safe.append(next)
    }
    while safe.hasSuffix("-") { safe.removeLast() }
    return safe.isEmpty ? "run" : safe
  }

  /// The moment as 20260105-090000.
  private static func stamp(_ seconds: Int64) -> String {
    let (date, time) = halves(of: CivilTime(seconds * 1_000_000_000).description)
    return date.filter { $0 != "-" } + "-" + time.filter { $0 != ":" }
  }

  private static func halves(of time: String) -> (Substring, Substring) {
    let halves = time.split(separator: "T", maxSplits: 1)
    return (halves.first ?? "", halves.last ?? "")
  }
}
