internal import TinyTroupeJSON

/// What the person wants, attends to and feels, where it is, and what holds there.
struct MentalState: Sendable, Hashable {
  /// How long each text may be, in characters; a reply is not trusted to be brief.
  private static let textLimit = 600
  private static let contextLimit = 20

  /// The number of the turn, from 1.
  var turn = 0
  var goals = ""
  var attention = ""
  var emotions = ""
  var place = ""
  var context: [String] = []
  /// True when the last turn ended because the person was about to repeat itself.
  var isWarned = false

  init() {}

  /// Reads what `json` wrote.
  init(_ json: JSON) {
    turn = max(json["turn"]?.integer ?? 0, 0)
    goals = json["goals"]?.string ?? ""
    attention = json["attention"]?.string ?? ""
    emotions = json["emotions"]?.string ?? ""
    place = json["place"]?.string ?? ""
    context = (json["context"]?.array ?? []).compactMap(\.string)
    isWarned = json["warned"]?.bool ?? false
  }

  /// The state at the beginning of the turn after this one.
  ///
  /// Where the environment says nothing, the person is where it was.
  func entering(_ request: TurnRequest) -> MentalState {
    var next = self
    next.turn += 1
    if let place = request.place { next.place = Self.clipped(place) }
    if let context = request.context {
      next.context = context.prefix(Self.contextLimit).map(Self.clipped)
    }
    return next
  }

  /// Takes over what the person says of itself.
  mutating func update(goals: String, attention: String, emotions: String) {
    self.goals = Self.clipped(goals)
    self.attention = Self.clipped(attention)
    self.emotions = Self.clipped(emotions)
  }

  private static func clipped(_ text: String) -> String {
    text.utf8.count <= textLimit ? text : String(text.prefix(textLimit))
  }

  /// Writes what others may see of it.
  func writeMentalState(to writer: inout JSONWriter) {
    writer.object { writeShared(to: &$0) }
  }

  /// Writes all of it, to be given back in the next turn.
  func writeState(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("turn", turn)
      writeShared(to: &writer)
      if isWarned { writer.member("warned", true) }
    }
  }

  private func writeShared(to writer: inout JSONWriter) {
    writer.member("goals", goals)
    writer.member("attention", attention)
    writer.member("emotions", emotions)
    writer.member("place", place)
    writer.key("context")
    writer.array { writer in for circumstance in context { writer.string(circumstance) } }
  }
}
