internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// All events that are planned, in the store that everybody shares.
struct Agenda {
  private static let counter = "next"
  private static let prefix = "event/"

  private let call: Call
  /// The events with their keys, in the order of the calendar.
  let events: [(key: String, event: CalendarEvent)]

  /// Reads the agenda.
  init(reading call: Call) throws {
    self.call = call
    events = try call.sendAndWait(.storeScan(prefix: Self.prefix, in: .shared)).compactMap {
      stored in
      CalendarEvent(kept: stored.value).map { (stored.key, $0) }
    }
  }

  /// Adds an event.
  func add(_ event: CalendarEvent) throws {
    let kept = try call.sendAndWait(.storeGet([Self.counter], in: .shared))[0]
    let number = kept.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 1
    try call.sendAndWait(
      .storePut(
        [
          StoredValue(key: event.key(number: number), value: event.json.bytes),
          StoredValue(key: Self.counter, value: Array(String(number + 1).utf8)),
        ], in: .shared))
  }

  /// Removes the event with a key.
  func remove(_ key: String) throws {
    try call.sendAndWait(.storeDelete([key], in: .shared))
  }

  /// The events that fit all that is asked for.
  func events(fitting query: EventQuery) -> [CalendarEvent] {
    events.map(\.event).filter(query.fits)
  }
}

/// What somebody looks for; what is not said fits everything.
struct EventQuery: Sendable {
  private let query: JSON

  init(_ query: JSON) { self.query = query }

  func fits(_ event: CalendarEvent) -> Bool {
    func wants(_ key: String, _ test: (String) -> Bool) -> Bool {
      guard let text = query[key]?.string, !text.isEmpty else { return true }
      return test(text)
    }
    return wants("title") { Self.contains(event.title, $0) }
      && wants("text") { Self.contains(event.title + " " + event.description, $0) }
      && wants("date") { event.date == $0 } && wants("from") { event.date >= $0 }
      && wants("to") { event.date <= $0 } && wants("owner") { event.owner == $0 }
      && wants("attendee") { event.everyone.contains($0) }
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    text.lowercased().firstRange(of: part.lowercased()) != nil
  }
}
