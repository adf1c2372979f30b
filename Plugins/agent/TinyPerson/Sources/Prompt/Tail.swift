/// The last message of a prompt: all that changes from turn to turn, in at most 200 tokens.
///
/// A token counts as four characters. Where the texts are too long together, each keeps its share,
/// and what is left goes to those in need in the order of the lines.
struct Tail: Sendable {
  static let limit = 800
  static let namesShown = 30
  /// So much of what somebody is to the person stands behind the name.
  private static let relationShown = 40

  let time: String
  let accessible: Accessible
  let person: String
  /// What others are to the person, by their names.
  var relations: [String: String] = [:]
  let state: MentalState
  /// Set when the person is asked a question.
  var question: Question?
  let round: Int
  let isLastRound: Bool

  private struct Line {
    let label: String
    let text: String
    /// How many characters it may always have.
    let share: Int

    init(_ label: String, _ text: String, share: Int) {
      self.label = "\(label): "
      self.text = Tail.inOneLine(text)
      self.share = share
    }

    var need: Int { min(text.count, share) }
  }

  /// The message's text.
  var text: String {
    let feelings = [
      Line("You feel", state.emotions, share: 40),
      Line("You attend to", state.attention, share: 45),
      Line("You want", state.goals, share: 55),
    ]
    let surroundings = [
      Line("Place", state.place, share: 40),
      Line("Circumstances", state.context.joined(separator: "; "), share: 50),
    ]
    let lines = (surroundings + feelings).filter { !$0.text.isEmpty }
    let opening = Self.clipped("Now: \(SimulatedTime.text(time)).", to: 60)
    // What an answer looks like is the study's, and may be as long as it wants.
    let form = round == 1 || isLastRound ? question?.instruction : nil
    let fixed = [opening] + remarks + [request]
    let taken = fixed.reduce(1) { $0 + $1.count + 1 } + lines.reduce(0) { $0 + $1.label.count + 1 }
    let room = Self.limit - taken
    let people = reachable(within: room - lines.reduce(0) { $0 + $1.need })
    var written = filled(lines, room - people.count)
    written.insert(
      people, at: lines.count { line in surroundings.contains { $0.label == line.label } })
    return ([opening] + written + remarks + [request] + (form.map { [$0] } ?? []))
      .joined(separator: "\n")
  }

  private func filled(_ lines: [Line], _ room: Int) -> [String] {
    var rest = room - lines.reduce(0) { $0 + $1.need }
    return lines.map { line in
      let extra = min(line.text.count - line.need, max(rest, 0))
      rest -= extra
      return line.label + Self.clipped(line.text, to: line.need + extra)
    }
  }

  private var remarks: [String] {
    state.isWarned
      ? ["You were about to repeat yourself. Say something new, or only be DONE."] : []
  }

  private var request: String {
    if isLastRound, round > 1 { return "Finish your turn now, without looking anything up." }
    if round > 1 { return "Go on with your turn." }
    return question == nil ? "What do you do now?" : "Answer what you were just asked."
  }

  private func reachable(within room: Int) -> String {
    guard case .names(let all) = accessible else { return "You can talk to anyone here." }
    let names = all.filter { $0 != person }.map { name in
      relations[name].map { "\(name) (\(Self.relation($0)))" } ?? name
    }
    guard !names.isEmpty else { return "There is nobody you can talk to." }
    let start = "You can talk to: "
    var length = start.count + " and 1000000 more".count
    let shown = names.prefix(Self.namesShown).prefix { name in
      length += name.count + 2
      return length <= room
    }
    guard !shown.isEmpty else { return "You can talk to \(names.count) people." }
    let more = names.count - shown.count
    return start + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// What somebody is, in a few words without a full stop.
  private static func relation(_ text: String) -> String {
    let line = inOneLine(text)
    return clipped(line.hasSuffix(".") ? String(line.dropLast()) : line, to: relationShown)
  }

  private static func inOneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x80 }) else { return text }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func clipped(_ text: String, to length: Int) -> String {
    text.count > length ? text.prefix(max(length - 1, 0)) + "…" : text
  }
}
