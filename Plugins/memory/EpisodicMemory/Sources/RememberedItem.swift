internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// An event as the contract's item, and the texts by which it is found.
struct RememberedItem {
  private static let members = ["id", "kind", "type", "content", "source", "target", "time"]

  let event: JSON

  /// The texts in which a search looks.
  var texts: [String] { ["content", "source", "target"].compactMap { event[$0]?.string } }

  /// The event's number.
  var id: Int { event["id"]?.integer ?? -1 }

  /// Writes what the contract names of the event, and the score if there is one.
  func write(to writer: inout JSONWriter, score: Double? = nil) {
    writer.object { writer in
      for key in Self.members {
        if let value = event[key] { writer.member(key, value) }
      }
      if let score { writer.member("score", .number(score)) }
    }
  }
}

extension Call {
  /// Reads events by their numbers, some hundred at a time.
  func remembered(_ numbers: some Collection<Int>) throws -> [RememberedItem] {
    var items: [RememberedItem] = []
    items.reserveCapacity(numbers.count)
    var rest = numbers[...]
    while !rest.isEmpty {
      try checkCancellation()
      let batch = Array(rest.prefix(500))
      rest = rest.dropFirst(500)
      items += try sendAndWait(.events(batch)).map(RememberedItem.init)
    }
    return items
  }
}
