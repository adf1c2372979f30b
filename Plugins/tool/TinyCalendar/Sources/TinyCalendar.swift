public import TinyTroupeJSON
public import TinyTroupePluginKit

/// A calendar that all who have the tool share.
///
/// Events are planned and called off when the step ends, in canonical order, so that of two people who plan
/// at once the second learns what the first has done. An instance keeps nothing.
public struct TinyCalendar: BlockingTool {
  /// `calendar` of the plugin `org.tinytroupe.calendar`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.calendar", version: "0.1.0", name: "calendar")

  private let allowsOverlaps: Bool

  /// Reads whether somebody may be in two events at a time.
  public init(config: JSON) throws {
    allowsOverlaps = config["allow_overlaps"]?.bool ?? false
  }

  /// Lists CREATE_EVENT, CANCEL_EVENT and FIND_EVENTS.
  public func describe(_ request: Request, _ call: Call) throws -> Response {
    Response(["actions": .array([Self.create, Self.cancel, Self.find])])
  }

  /// Plans, calls off or finds events.
  public func perform(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    let (input, person) = (json["input"] ?? [:], json["person"]?.string ?? "")
    do {
      switch json["type"]?.string {
      case "CREATE_EVENT": return try create(input, by: person, call)
      case "CANCEL_EVENT": return try cancel(input, by: person, call)
      case "FIND_EVENTS": return try find(input, call)
      case let type:
        throw PluginFailure(.unsupported, "calendar: there is no action '\(type ?? "")'.")
      }
    } catch let mistake as CalendarMistake {
      return Response(["text": .string(mistake.text), "data": ["done": false]])
    }
  }

  private func create(_ input: JSON, by person: String, _ call: Call) throws -> Response {
    let event = try CalendarEvent(input: input, owner: person)
    let agenda = try Agenda(reading: call)
    if let other = agenda.events.first(where: { $0.event.clashes(with: event) })?.event,
      !allowsOverlaps
    {
      let both = event.bound.filter(other.bound.contains).joined(separator: " and ")
      throw CalendarMistake(
        "Not planned: \(both) must then be at another event. \(other.line). Choose another time.")
    }
    try agenda.add(event)
    return Self.done(
      "Planned. \(event.line).", event, "\(person) has planned an event with you. \(event.line).")
  }

  private func cancel(_ input: JSON, by person: String, _ call: Call) throws -> Response {
    let agenda = try Agenda(reading: call)
    let query = EventQuery(["date": input["date"] ?? .null, "owner": .string(person)])
    let title = input["title"]?.string ?? ""
    let found = agenda.events.filter { query.fits($0.event) && $0.event.title == title }
    guard let (key, event) = found.first else {
      throw CalendarMistake(
        "There is no event '\(title)' of yours on \(input["date"]?.string ?? "that day").")
    }
    try agenda.remove(key)
    return Self.done(
      "Called off. \(event.line).", event, "\(person) has called off an event. \(event.line).")
  }

  private static func done(_ text: String, _ event: CalendarEvent, _ notice: String) -> Response {
    let others = event.everyone.dropFirst()
    return Response([
      "text": .string(text), "data": ["done": true, "event": event.json],
      "notices": others.isEmpty
        ? [] : [["to": .array(others.map(JSON.string)), "text": .string(notice)]],
    ])
  }

  private static let mostShown = 30

  private func find(_ input: JSON, _ call: Call) throws -> Response {
    let found = try Agenda(reading: call).events(fitting: EventQuery(input))
    var lines = found.prefix(Self.mostShown).map { "\n- \($0.line)" }
    if found.count > Self.mostShown { lines.append("\n- and \(found.count - Self.mostShown) more") }
    let text = found.isEmpty ? "There is no such event." : "\(found.count) found:" + lines.joined()
    return Response(["text": .string(text), "data": .array(found.map(\.json))])
  }
}
