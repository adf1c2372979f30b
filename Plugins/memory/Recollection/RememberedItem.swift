package import TinyTroupeJSON
package import TinyTroupePluginKit

/// An event as the contract's item, and the texts by which it is found.
package struct RememberedItem {
  private static let members = [
    "id", "kind", "type", "content", "source", "target", "image", "time",
  ]

  package let event: JSON

  /// The texts in which a search looks.
  package var texts: [String] { ["content", "source", "target"].compactMap { event[$0]?.string } }

  /// The event's number.
  package var id: Int { event["id"]?.integer ?? -1 }

  /// Makes an item of what the log has of an event.
  package init(_ event: JSON) { self.event = event }

  /// Writes what the contract names of the event, and the score with its reasons if there is one.
  package func write(to writer: inout JSONWriter, score: Double? = nil, why: JSON? = nil) {
    writer.object { writer in
      for key in Self.members {
        if let value = event[key] { writer.member(key, value) }
      }
      if let score { writer.member("score", .number(score)) }
      if let why { writer.member("why", why) }
    }
  }
}

extension Call {
  /// Reads events by their numbers, some hundred at a time.
  package func remembered(_ numbers: some Collection<Int>) throws -> [RememberedItem] {
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
