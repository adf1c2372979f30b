extension Situation {
  /// Whom the person answers: who called it by name, else one of those who spoke last.
  func partner(among accessible: Accessible, _ draw: Draw) -> Speech? {
    let heard = speeches.filter {
      $0.speaker != person.profile.name && accessible.contains($0.speaker)
    }
    let ownName = Stem(Profile.firstName(person.profile.name))
    let calling = heard.last { speech in speech.text.words.contains { $0.stem == ownName } }
    if let calling { return calling }
    let latest = heard.suffix(3)
    guard !latest.isEmpty else { return nil }
    return latest[latest.startIndex + draw.number(.partner, below: latest.count)]
  }

  /// Whether somebody called the person by name.
  var isCalled: Bool { isSpokenOf(person.profile.name) }

  /// Whether somebody said the first name of `name`.
  func isSpokenOf(_ name: String) -> Bool {
    let stem = Stem(Profile.firstName(name))
    return speeches.contains { speech in speech.text.words.contains { $0.stem == stem } }
  }
}
