import TinyTroupeJSON

/// What conditions can ask of a run, read from its events one after the other.
///
/// It can be made anew from the log at any time, so that nothing of it needs to be kept.
struct RunFacts: Sendable {
  private struct Key: Hashable, Sendable {
    let type: String
    let person: String?
  }
  private struct Words: Hashable, Sendable {
    let words: String
    let person: String?
  }

  private var next = 0
  private var counts: [Key: Int] = [:]
  private var recent: [Key: Int] = [:]
  private var recentStep = 0
  private var lastActive = 0
  private var lastSpoke: [String: Int] = [:]
  /// The words that are listened for, and those of them that were heard.
  private var sought: [Words] = []
  private var heard: Set<Words> = []

  /// The step that is asked about.
  var step = 0
  /// How many steps are over.
  var completed = 0
  /// Simulated time, nanoseconds since 1970.
  var time: Int64 = 0

  /// Facts for certain expressions.
  init(for expressions: [Expression]) {
    for case .said(let words, let person) in expressions.flatMap(\.facts) {
      sought.append(Words(words: words, person: person))
    }
  }

  /// Reads what has happened since it was read last.
  mutating func read(_ log: EventLog) {
    for entry in log.entries(from: next) {
      next = entry.event.seq + 1
      guard entry.event.kind == .action, let agent = entry.event.agent else { continue }
      note(entry.event, by: agent)
    }
  }

  private mutating func note(_ event: Event, by agent: String) {
    let type = event.payload["action"]?["type"]?.string ?? ""
    if event.step != recentStep {
      recentStep = event.step
      recent = [:]
    }
    for key in [Key(type: type, person: nil), Key(type: type, person: agent)] {
      counts[key, default: 0] += 1
      recent[key, default: 0] += 1
    }
    if type != "DONE", type != "THINK" { lastActive = event.step }
    guard type == "TALK" else { return }
    lastSpoke[agent] = event.step
    listen(event.payload["action"]?["content"]?.string ?? "", by: agent)
  }

  private mutating func listen(_ text: String, by agent: String) {
    guard !sought.isEmpty else { return }
    let text = text.lowercased()
    for words in sought where words.person == nil || words.person == agent {
      if !heard.contains(words), text.contains(words.words) { heard.insert(words) }
    }
  }

  func wasSaid(_ words: String, by person: String?) -> Bool {
    heard.contains(Words(words: words, person: person))
  }

  func value(of fact: Expression.Fact) -> Double {
    switch fact {
    case .step: Double(step)
    case .hour: Double(CivilTime(time).hour)
    case .time: Double(time)
    case .quiet: Double(completed - lastActive)
    case .count(let type, let person): Double(counts[Key(type: type, person: person)] ?? 0)
    case .last(let type, let person):
      Double(recentStep == completed ? recent[Key(type: type, person: person)] ?? 0 : 0)
    case .silent(let person): Double(completed - (lastSpoke[person] ?? 0))
    case .said: 0
    }
  }
}
