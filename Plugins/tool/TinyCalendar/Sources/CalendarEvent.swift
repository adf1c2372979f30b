internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Something that takes place on a day, for people who should or may attend.
struct CalendarEvent: Sendable, Hashable {
  let title: String
  let description: String
  /// YYYY-MM-DD.
  let date: String
  /// HH:MM; empty for the whole day.
  let start: String
  /// HH:MM, after `start`; empty for the whole day.
  let end: String
  let owner: String
  let attendees: [String]
  let optionalAttendees: [String]

  /// Reads what somebody wants to plan.
  ///
  /// - Throws: What is wrong with it, in words for the person.
  init(input: JSON, owner: String) throws {
    title = input["title"]?.string ?? ""
    description = input["description"]?.string ?? ""
    date = input["date"]?.string ?? ""
    start = input["start_time"]?.string ?? ""
    end = input["end_time"]?.string ?? ""
    self.owner = owner
    attendees = Self.names(input["attendees"], except: owner)
    optionalAttendees = Self.names(input["optional_attendees"], except: owner)
      .filter { [attendees] in !attendees.contains($0) }
    guard !title.allSatisfy(\.isWhitespace) else {
      throw CalendarMistake("An event needs a title.")
    }
    guard Day.isDate(date) else {
      throw CalendarMistake("'\(date)' is no date of the calendar; write it like 2026-01-05.")
    }
    guard start.isEmpty == end.isEmpty else {
      throw CalendarMistake(
        "An event has both a start_time and an end_time, or lasts the whole day.")
    }
    guard start.isEmpty || (Day.isTime(start) && Day.isTime(end) && start < end) else {
      throw CalendarMistake(
        "An event begins before it ends, at times like 09:30; '\(start)' to '\(end)' is not that.")
    }
  }

  private static func names(_ json: JSON?, except owner: String) -> [String] {
    var names: [String] = []
    for name in (json?.array ?? []).compactMap(\.string) where name != owner && !name.isEmpty {
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Those who must be there: the owner first.
  var bound: [String] { [owner] + attendees }

  /// Everybody whom it is for.
  var everyone: [String] { bound + optionalAttendees }

  /// True when both take place at one time and somebody must be at both.
  ///
  /// What lasts the whole day, such as a birthday, keeps nobody from anything.
  func clashes(with other: CalendarEvent) -> Bool {
    date == other.date && !start.isEmpty && !other.start.isEmpty && start < other.end
      && other.start < end && !Set(bound).isDisjoint(with: other.bound)
  }

  /// The event in a line.
  var line: String {
    let time = start.isEmpty ? "all day" : "\(start) to \(end)"
    let others = everyone.dropFirst()
    let people = others.isEmpty ? "" : ", with \(others.joined(separator: ", "))"
    let more = description.isEmpty ? "" : ": \(description)"
    return "\(date), \(time): '\(title)' by \(owner)\(people)\(more)"
  }
}

// MARK: - Storing

extension CalendarEvent {
  /// The key under which it is kept: by day and time, so that a scan gives the order of the calendar.
  func key(number: Int) -> String {
    let digits = String(number)
    let padding = String(repeating: "0", count: max(0, 6 - digits.count))
    return "event/\(date)/\(start.isEmpty ? "00:00" : start)/\(padding)\(digits)"
  }

  var json: JSON {
    [
      "title": .string(title), "description": .string(description), "date": .string(date),
      "start_time": .string(start), "end_time": .string(end), "owner": .string(owner),
      "attendees": .array(attendees.map(JSON.string)),
      "optional_attendees": .array(optionalAttendees.map(JSON.string)),
    ]
  }

  /// Reads an event that was kept; nil for what is none.
  init?(kept bytes: [UInt8]) {
    guard let json = try? JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      let owner = json["owner"]?.string, let event = try? CalendarEvent(input: json, owner: owner)
    else { return nil }
    self = event
  }
}

/// Why something cannot be planned, in words for the person who wanted it.
struct CalendarMistake: Error {
  let text: String

  init(_ text: String) { self.text = text }
}
