internal import TinyTroupeJSON

/// A person as it is in all its turns: what its persona says and what follows from it.
final class Person: Sendable {
  let profile: Profile
  let taste: Taste
  /// The stems of each belief's words.
  let beliefStems: [[Stem]]

  init(_ persona: JSON, name: String = "") {
    profile = Profile(persona, name: name)
    taste = Taste(profile)
    beliefStems = profile.beliefs.map { WordText($0).words.map(\.stem) }
  }
}
