internal import TinyTroupeJSON

extension TinyCalendar {
  private static func text(_ description: String) -> JSON {
    ["type": "string", "description": .string(description)]
  }

  private static func people(_ description: String) -> JSON {
    ["type": "array", "items": ["type": "string"], "description": .string(description)]
  }

  private static func input(_ properties: JSON, required: JSON) -> JSON {
    [
      "type": "object", "additionalProperties": false, "required": required,
      "properties": properties,
    ]
  }

  static let create: JSON = [
    "type": "CREATE_EVENT",
    "text": "Plans an event in the calendar; those who should come are told.",
    "input": input(
      [
        "title": text("What it is."), "description": text("What for."),
        "date": text("YYYY-MM-DD"), "start_time": text("HH:MM; nothing for the whole day"),
        "end_time": text("HH:MM"), "attendees": people("Who must come, by full name."),
        "optional_attendees": people("Who may come."),
      ], required: ["title", "date"]),
    "effects": "write", "idempotent": false, "when": "step-end",
  ]

  static let cancel: JSON = [
    "type": "CANCEL_EVENT",
    "text": "Calls off an event that you have planned; those who should have come are told.",
    "input": input(
      ["title": text("Its title."), "date": text("YYYY-MM-DD")], required: ["title", "date"]),
    "effects": "write", "idempotent": false, "when": "step-end",
  ]

  static let find: JSON = [
    "type": "FIND_EVENTS",
    "text": "Looks events up in the calendar, by any of these; by nothing, all of them.",
    "input": input(
      [
        "title": text("A part of the title."), "text": text("A part of title or description."),
        "date": text("YYYY-MM-DD"), "from": text("The first day."), "to": text("The last day."),
        "owner": text("Who planned it."), "attendee": text("Who comes."),
      ], required: []),
    "effects": "read", "idempotent": true, "when": "now",
  ]
}
