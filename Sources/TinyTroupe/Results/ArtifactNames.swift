/// The names below `results/` that are taken, so that nothing a tool makes replaces anything else.
///
/// Names that differ in case alone are one name, as some file systems have it.
struct ArtifactNames: Sendable {
  private var files: Set<String> = []
  private var folders: Set<String> = []

  /// Begins with the files that will be written later.
  init(reserved: [String] = []) {
    for name in reserved { take(ResultFiles.parts(name)) }
  }

  /// A safe name that is free: the one wished for, or `name (2).md`, `name (3).md`, ….
  mutating func unique(_ wish: String) -> String {
    var parts = ResultFiles.parts(wish)
    for last in parts.indices {
      let original = parts[last]
      var number = 1
      while !isFree(Array(parts[...last]), asFile: last == parts.count - 1) {
        number += 1
        parts[last] = Self.numbered(original, number)
      }
    }
    take(parts)
    return parts.joined(separator: "/")
  }

  private func isFree(_ parts: [String], asFile: Bool) -> Bool {
    let name = Self.key(parts)
    return !files.contains(name) && !(asFile && folders.contains(name))
  }

  private mutating func take(_ parts: [String]) {
    files.insert(Self.key(parts))
    for end in parts.indices.dropFirst() { folders.insert(Self.key(Array(parts[..<end]))) }
  }

  private static func key(_ parts: [String]) -> String {
    parts.joined(separator: "/").lowercased()
  }

  /// The name with a number before its ending, cut so that it stays a name that `safe` leaves alone.
  private static func numbered(_ name: String, _ number: Int) -> String {
    let dot = name.lastIndex { $0 == "." } ?? name.endIndex
    let isEnding = dot != name.startIndex && name[dot...].utf8.count <= 20
    let ending = isEnding ? " (\(number))" + name[dot...] : " (\(number))"
    var stem = isEnding ? name[..<dot] : name[...]
    while stem.utf8.count + ending.utf8.count > 120 { stem.removeLast() }
    return stem + ending
  }
}
