/// Splits server-sent events out of bytes that come in pieces of any size.
///
/// A pure state machine. Of each event only the data counts; lines may end in CR, LF or both, as the
/// specification of server-sent events allows (html.spec.whatwg.org, "Event stream interpretation").
struct EventStream {
  /// A larger event is no answer of a model.
  static let largestEvent = 16 << 20

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var endedInReturn = false
  /// Set when an event was too large; nothing is read from then on.
  private(set) var isOverflown = false

  /// Takes bytes and gives the data of the events that they complete.
  mutating func events(in bytes: [UInt8]) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for byte in bytes where !isOverflown {
      let follows = endedInReturn
      endedInReturn = byte == UInt8(ascii: "\r")
      switch byte {
      case UInt8(ascii: "\n") where follows: break
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): endLine(&events)
      default:
        line.append(byte)
        isOverflown = line.count + data.count > Self.largestEvent
      }
    }
    return events
  }

  private mutating func endLine(_ events: inout [[UInt8]]) {
    defer { line.removeAll(keepingCapacity: true) }
    if line.isEmpty {
      if hasData { events.append(data) }
      data = []
      hasData = false
    } else if let value = Self.value(of: line) {
      if hasData { data.append(UInt8(ascii: "\n")) }
      data += value
      hasData = true
    }
  }

  /// What stands after `data:` and at most one space; nil for other lines.
  private static func value(of line: [UInt8]) -> ArraySlice<UInt8>? {
    let field = Array("data:".utf8)
    guard line.starts(with: field) else { return nil }
    let value = line[field.count...]
    return value.first == UInt8(ascii: " ") ? value.dropFirst() : value
  }
}
