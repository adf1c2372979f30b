import TinyTroupeJSON
import TinyTroupePluginKit

/// A book of days: says what day a date is and how the moon stands, and keeps notes on days.
///
/// The notes live in the store, since an instance may be dropped between any two calls.
public struct Almanac: Tool {
  /// The name by which studies ask for it.
  public static let identity = Identity(
    plugin: "org.example.almanac", version: "1.0.0", name: "almanac")

  private let language: WeekdayNames

  /// Makes an almanac; `weekdays` in the configuration may name the seven days, Monday first.
  public init(config: JSON) throws {
    language = try WeekdayNames(config["weekdays"])
  }

  /// Lists the two actions.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    Response(["actions": [Self.lookUp, Self.note]])
  }

  /// Performs `LOOK_UP_DAY` or `NOTE_DAY`.
  public func perform(_ request: Request, _ call: Call) async throws -> Response {
    let request = try request.json()
    let day = try Day(request["input"]?["date"] ?? request["time"] ?? .null)
    switch request["type"]?.string {
    case "LOOK_UP_DAY": return try await lookUp(day, call)
    case "NOTE_DAY": return try await note(request["input"]?["note"]?.string, on: day, call)
    default: throw PluginFailure(.invalid, "The almanac knows LOOK_UP_DAY and NOTE_DAY only.")
    }
  }

  private func lookUp(_ day: Day, _ call: Call) async throws -> Response {
    // Both answers are on their way together; one call of an operation at a time needs no label.
    async let found = call.send(.storeGet(["note/\(day)"]))
    async let eve = call.send(.storeGet(["note/\(day.next)"]), label: "next day")
    let weekday = language.names[day.weekday]
    var text =
      "\(day) is a \(weekday), day \(day.numberInYear) of the year. The moon is \(day.moon)."
    if let note = Self.text(try await found) { text += " Noted for that day: \(note)" }
    if let note = Self.text(try await eve) { text += " Noted for the day after: \(note)" }
    return Response([
      "text": .string(text),
      "data": ["weekday": .string(weekday), "number": .integer(Int64(day.numberInYear))],
    ])
  }

  private func note(_ note: String?, on day: Day, _ call: Call) async throws -> Response {
    guard let note, !note.isEmpty else {
      throw PluginFailure(.invalid, "There is no note. Give a text under 'note'.")
    }
    let value = StoredValue(key: "note/\(day)", value: Array(note.utf8))
    try await call.send(.storePut([value]))
    return Response(["text": .string("Noted for \(day).")])
  }

  private static func text(_ values: [[UInt8]?]) -> String? {
    values.first.flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Almanac {
  private static let date: JSON = [
    "type": "string", "description": "YYYY-MM-DD; today when left out.",
  ]

  private static let lookUp: JSON = [
    "type": "LOOK_UP_DAY",
    "text": "Looks a day up in the almanac: the weekday, the moon, and what was noted for it.",
    "input": ["type": "object", "properties": ["date": date]], "effects": "read",
  ]

  private static let note: JSON = [
    "type": "NOTE_DAY", "text": "Writes a note for a day into the almanac.",
    "input": [
      "type": "object", "required": ["note"],
      "properties": ["date": date, "note": ["type": "string"]],
    ], "effects": "write",
  ]
}
