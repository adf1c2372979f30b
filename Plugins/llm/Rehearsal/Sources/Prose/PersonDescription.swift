internal import TinyTroupeJSON

/// A paragraph about a person, made of what its persona says.
struct PersonDescription {
  let view: Viewpoint

  var text: String {
    let name = view.profile.name.isEmpty ? "This person" : view.profile.name
    let first = view.profile.name.isEmpty ? "This person" : Profile.firstName(name)
    var sentences = [introduction(name)]
    if let style = view.profile.facts["style"]?.string { sentences.append(style) }
    if let belief = view.profile.beliefs.first { sentences.append("\(first) says: \"\(belief)\"") }
    sentences.append(tastes(first))
    if let goal = view.profile.goals.first { sentences.append("\(first) means to \(goal).") }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func introduction(_ name: String) -> String {
    var parts: [String] = []
    if let age = view.profile.facts["age"]?.integer { parts.append("\(age) years old") }
    if let nationality = view.profile.facts["nationality"]?.string { parts.append(nationality) }
    if let job = view.fillings[.aJob] { parts.append(job) }
    let facts = parts.isEmpty ? "a person" : parts.joined(separator: ", ")
    return "\(name) is \(facts)."
  }

  private func tastes(_ name: String) -> String {
    switch (view.profile.likes.first, view.profile.dislikes.first) {
    case (let like?, let dislike?): "\(name) likes \(like) and dislikes \(dislike)."
    case (let like?, nil): "\(name) likes \(like)."
    case (nil, let dislike?): "\(name) dislikes \(dislike)."
    default: ""
    }
  }
}
