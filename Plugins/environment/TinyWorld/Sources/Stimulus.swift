internal import TinyTroupeJSON

/// Something that reaches people and is not an action.
struct Stimulus: Sendable {
  let type: String
  let content: String
  var source: String?
  /// Nil is everybody.
  let to: [Int]?
  /// The id of the picture that is seen with it.
  var picture: String?

  func write(to writer: inout JSONWriter, _ people: People) {
    writer.object { writer in
      writer.member("type", type)
      writer.member("content", content)
      if let source { writer.member("source", source) }
      if let picture { writer.member("image", picture) }
      writer.audience(to, everyone: "all", people)
    }
  }
}

extension JSONWriter {
  /// Writes who is reached: names, or a word for everybody.
  mutating func audience(_ numbers: [Int]?, everyone: String, _ people: People) {
    key("to")
    guard let numbers else {
      string(everyone)
      return
    }
    array { writer in for number in numbers { writer.string(people.names[number]) } }
  }

  /// Writes the member `stimuli` unless there are none.
  mutating func stimuli(_ stimuli: [Stimulus], _ people: People) {
    guard !stimuli.isEmpty else { return }
    key("stimuli")
    array { writer in for stimulus in stimuli { stimulus.write(to: &writer, people) } }
  }

  /// Writes the member `state`.
  mutating func state(of world: World) {
    key("state")
    world.circumstances.write(to: &self, world.people)
  }
}
