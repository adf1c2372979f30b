internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What `act` is asked, checked.
struct TurnRequest: Sendable {
  let time: String
  let perceives: [Stimulus]
  let accessible: Accessible
  /// Nil when the environment does not say.
  let place: String?
  /// Nil when the environment does not say.
  let context: [String]?
  let worldKinds: [ActionKind]
  /// Set when the turn is an interview question.
  let question: Question?
  let stateVersion: Int
  let state: JSON?

  init(_ request: Request) throws {
    let json = try request.json()
    guard let time = json["time"]?.string, let version = json["state_version"]?.integer,
      let perceives = json["perceives"]?.array
    else {
      throw PluginFailure(
        .invalid, "A turn needs 'time', 'perceives' and 'state_version'.")
    }
    self.time = time
    stateVersion = version
    self.perceives = try perceives.map(Stimulus.init)
    accessible = try Accessible(json["accessible"])
    place = json["place"]?.string
    context = json["context"]?.array.map { $0.compactMap(\.string) }
    worldKinds = try (json["action_kinds"]?.array ?? []).map(ActionKind.init(world:))
    question = json["question"].map(Question.init)
    state = json["state"]
  }
}
