import TinyTroupeJSON

/// Tells people in which parts two requests differ.
enum RequestDifference {
  /// More differences than this are no help.
  private static let limit = 3

  /// A line for each of the first differences: where, and both sides.
  static func lines(_ logged: CallRequest, _ now: CallRequest) -> [String] {
    var lines: [String] = []
    let pair = (try? JSON(parsing: logged.envelope), try? JSON(parsing: now.envelope))
    collect(pair.0, pair.1, at: "", &lines)
    if logged.body != now.body {
      let bodies = (try? JSON(parsing: logged.body), try? JSON(parsing: now.body))
      if let before = bodies.0, let after = bodies.1 {
        collect(before, after, at: "messages", &lines)
      } else {
        lines.append("body: logged \(logged.body.count) bytes, now \(now.body.count) others")
      }
    }
    return lines.isEmpty ? ["the same values in other bytes"] : Array(lines.prefix(limit))
  }

  private static func collect(
    _ before: JSON?, _ after: JSON?, at path: String, _ lines: inout [String]
  ) {
    guard before != after, lines.count < limit else { return }
    switch (before, after) {
    case (.object(let left)?, .object(let right)?):
      let added = right.map(\.key).filter { left[$0] == nil }
      for key in left.map(\.key) + added {
        collect(left[key], right[key], at: path.isEmpty ? key : "\(path).\(key)", &lines)
      }
    case (.array(let left)?, .array(let right)?):
      for index in 0..<max(left.count, right.count) {
        collect(
          left.indices.contains(index) ? left[index] : nil,
          right.indices.contains(index) ? right[index] : nil, at: "\(path)[\(index)]", &lines)
      }
    default: lines.append(line(before, after, at: path))
    }
  }

  private static func line(_ before: JSON?, _ after: JSON?, at path: String) -> String {
    guard let before else { return "\(path): not in the log, now \(excerpt(after, from: 0))" }
    guard let after else { return "\(path): logged \(excerpt(before, from: 0)), now missing" }
    let start = firstDifference(before.text, after.text)
    return "\(path): logged \(excerpt(before, from: start)), now \(excerpt(after, from: start))"
  }

  private static func firstDifference(_ left: String, _ right: String) -> Int {
    zip(left, right).prefix { $0 == $1 }.count
  }

  /// The text around a place, so that what differs in a long one is seen.
  private static func excerpt(_ json: JSON?, from start: Int) -> String {
    let text = json?.text ?? ""
    guard text.count > 80 else { return text }
    let from = max(0, start - 20)
    let piece = text.dropFirst(from).prefix(60)
    return (from > 0 ? "…" : "") + piece + (from + 60 < text.count ? "…" : "")
  }
}
