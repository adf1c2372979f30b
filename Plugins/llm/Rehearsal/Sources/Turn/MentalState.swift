internal import TinyTroupeJSON

/// What a person reports of itself.
struct MentalState {
  let goals: String
  let attention: String
  let emotions: String

  init(_ view: Viewpoint) {
    let aim = view.say(view.choice == nil ? Script.aims : Script.choiceAims, .aim)
    goals = view.situation.secret.map { "\(Script.secretAim)\($0) \(aim)" } ?? aim
    attention = view.say(Script.attention, .attention)
    emotions = view.say(view.leaning.pick(Script.emotions), .emotion)
  }

  /// The parts by name.
  var members: JSONObject {
    [
      "goals": .string(goals), "attention": .string(attention), "emotions": .string(emotions),
    ]
  }
}
