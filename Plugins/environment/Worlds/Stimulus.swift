package import TinyTroupeJSON

/// Something that reaches people and is not an action.
package struct Stimulus: Sendable {
  package let type: String
  package let content: String
  package var source: String?
  /// Nil is everybody.
  package let to: [Int]?
  /// The id of the picture that is seen with it.
  package var picture: String?

  package init(
    type: String, content: String, source: String? = nil, to: [Int]?, picture: String? = nil
  ) {
    self.type = type
    self.content = content
    self.source = source
    self.to = to
    self.picture = picture
  }

  package func write(to writer: inout JSONWriter, _ people: People) {
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
  package mutating func audience(_ numbers: [Int]?, everyone: String, _ people: People) {
    key("to")
    guard let numbers else {
      string(everyone)
      return
    }
    array { writer in for number in numbers { writer.string(people.names[number]) } }
  }

  /// Writes the member `stimuli` unless there are none.
  package mutating func stimuli(_ stimuli: [Stimulus], _ people: People) {
    guard !stimuli.isEmpty else { return }
    key("stimuli")
    array { writer in for stimulus in stimuli { stimulus.write(to: &writer, people) } }
  }

  /// Writes a member whose value is a list of texts.
  package mutating func member(_ key: String, _ texts: [String]) {
    self.key(key)
    array { writer in for text in texts { writer.string(text) } }
  }
}

extension JSON {
  /// The texts, if this is a list of nothing else.
  package var texts: [String]? {
    guard let elements = array else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }
}
