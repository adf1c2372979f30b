/// File names as studies write them: relative to the file in which they stand.
enum FilePath {
  /// The folder of a file; empty for the current one.
  static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "" }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A path without the ending of its last part: `a/prices` of `a/prices.csv`.
  static func withoutEnding(_ path: String) -> String {
    guard let dot = name(of: path).lastIndex(of: "."), dot != name(of: path).startIndex else {
      return path
    }
    return String(path.dropLast(name(of: path)[dot...].count))
  }

  /// A path that stands in a file, as seen from where the file was seen from.
  static func resolve(_ path: String, from file: String) -> String {
    path.hasPrefix("/")
      ? tidy(path) : tidy(folder(of: file) + "/" + path, isAbsolute: file.hasPrefix("/"))
  }

  /// True for an address on the network (`https://…`).
  static func isRemote(_ path: String) -> Bool { path.contains("://") }

  /// True when a relative path leads out of the folder that it starts from.
  static func leavesFolder(_ path: String) -> Bool {
    path.hasPrefix("/") || tidy(path, isAbsolute: false).split(separator: "/").first == ".."
  }

  private static func tidy(_ path: String) -> String {
    tidy(path, isAbsolute: path.hasPrefix("/"))
  }

  /// The path without `.`, and without `name/..`.
  private static func tidy(_ path: String, isAbsolute: Bool) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }
}
