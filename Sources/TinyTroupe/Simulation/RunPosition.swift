import TinyTroupeJSON

/// How far a run has come: what the engine keeps of itself with each unit, to go on from there.
///
/// All else that it needs is in the log, the store and the states.
struct RunPosition: Sendable, Equatable {
  /// The step of the last unit.
  var step = 0
  /// True once people have joined and the world has begun.
  var isOpen = false
  /// The entry of the timeline that is next, or under way.
  var entry = 0
  /// How many steps of that entry are done.
  var stepsOfEntry = 0
  /// How many turns of a step are committed that is not finished; only under `order: sequential`.
  var turns = 0
  /// True once the world wants the run to end.
  var isFinished = false
  /// How many extractions are done.
  var extracts = 0
  /// How many texts about the run are written.
  var reports = 0
  /// How many files are made of tables and texts.
  var exports = 0
  /// True once the world has ended.
  var isClosed = false
  /// What tools are to do when the step ends that is under way.
  var late: [LateUse] = []
  /// The step in which each intervention fired last, by name.
  var fired: [String: Int] = [:]

  /// Goes to the next entry of the timeline.
  mutating func nextEntry() {
    entry += 1
    stepsOfEntry = 0
  }

  /// The position as a unit keeps it.
  var json: JSONObject {
    var json: JSONObject = [
      "open": .bool(isOpen), "entry": .integer(Int64(entry)),
      "steps_of_entry": .integer(Int64(stepsOfEntry)), "turns": .integer(Int64(turns)),
      "finished": .bool(isFinished), "extracts": .integer(Int64(extracts)),
      "closed": .bool(isClosed), "late": .array(late.map(\.json)),
    ]
    if reports > 0 { json["reports"] = .integer(Int64(reports)) }
    if exports > 0 { json["exports"] = .integer(Int64(exports)) }
    if !fired.isEmpty {
      let steps = fired.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer(Int64($0.value))) }
      json["fired"] = .object(JSONObject(steps))
    }
    return json
  }

  /// Makes the position of a run that begins.
  init() {}

  /// Reads what a unit kept; nil when it kept nothing, as units of older programs did.
  init?(_ point: RestorePoint) {
    guard let json = try? JSON(parsing: point.snapshot), let isOpen = json["open"]?.bool else {
      return nil
    }
    func number(_ key: String) -> Int { max(json[key]?.integer ?? 0, 0) }
    step = point.step
    self.isOpen = isOpen
    entry = number("entry")
    stepsOfEntry = number("steps_of_entry")
    turns = number("turns")
    isFinished = json["finished"]?.bool ?? false
    extracts = number("extracts")
    reports = number("reports")
    exports = number("exports")
    isClosed = json["closed"]?.bool ?? false
    fired = Dictionary(
      (json["fired"]?.object ?? [:]).compactMap { member in
        member.value.integer.map { (member.key, $0) }
      }, uniquingKeysWith: { first, _ in first })
    late = (json["late"]?.array ?? []).compactMap { LateUse($0) }
  }
}
