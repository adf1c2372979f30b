public import TinyTroupeJSON

/// What the model gets to read: the items in order, each once, and of a long record its beginning
/// and its end.
public struct Transcript: Sendable {
  /// The items that are shown, in order.
  public let items: [Item]
  /// How many are left out.
  public let omitted: Int
  /// The record as it is shown.
  public let text: String

  /// Reads events, each once: of the world, what was said is told by whoever said it, and not again
  /// by those who heard it.
  public init(_ events: [JSON], subject: String?, limit: Int) {
    var told: Set<[String]> = []
    let items = events.compactMap { event -> Item? in
      let content = event["content"]?.string ?? ""
      if event["kind"] == "action", let agent = event["agent"]?.string {
        told.insert([agent, content])
      } else if subject == nil, let source = event["source"]?.string,
        told.contains([source, content])
      {
        return nil
      }
      return Item(event, subject: subject)
    }
    self.init(items, limit: limit)
  }

  /// Chooses from `all` what fits into so many characters, never a part of an item and always the
  /// last one.
  private init(_ all: [Item], limit: Int) {
    let items = Self.once(all)
    let lengths = items.map { $0.line.unicodeScalars.count + 1 }
    guard lengths.reduce(0, +) > limit, !items.isEmpty else {
      self.items = items
      omitted = 0
      text = Self.lines(items).joined(separator: "\n")
      return
    }
    // A quarter for how it began, the rest for how it ended, which is mostly what is asked for.
    let tail = max(1, Self.count(lengths.reversed(), within: limit - limit / 4))
    let head = min(Self.count(lengths, within: limit / 4), items.count - tail)
    omitted = items.count - head - tail
    let (first, last) = (items.prefix(head), items.suffix(tail))
    self.items = Array(first) + last
    let marker = omitted > 0 ? ["[… \(omitted) item\(omitted == 1 ? "" : "s") left out …]"] : []
    text = (Self.lines(first) + marker + Self.lines(last)).joined(separator: "\n")
  }

  private static func once(_ items: [Item]) -> [Item] {
    var seen: Set<Int> = []
    return items.filter { seen.insert($0.id).inserted }
  }

  private static func count(_ lengths: some Sequence<Int>, within limit: Int) -> Int {
    var (count, sum) = (0, 0)
    for length in lengths {
      sum += length
      if sum > limit { break }
      count += 1
    }
    return count
  }

  /// The items, with a line for the time wherever it changes.
  private static func lines(_ items: some Sequence<Item>) -> [String] {
    var time = ""
    return items.flatMap { item -> [String] in
      defer { time = item.time }
      return item.time == time ? [item.line] : ["- \(item.time) -", item.line]
    }
  }
}
