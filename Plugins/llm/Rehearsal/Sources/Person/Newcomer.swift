internal import TinyTroupeJSON

/// Invents a person who does not exist yet, from lists of its own and what is known of it.
struct Newcomer {
  let form: FormFiller

  private var draw: Draw { form.view.draw }

  /// A value for a field of a persona; nil for fields of other names.
  func value(_ field: Field) -> JSON? {
    let known = form.view.profile.facts[field.name]
    switch field.type {
    case "string": return .string(known?.string ?? known?.text ?? text(field.name))
    case "integer" where field.name == "age":
      return known?.integer.map { .integer(Int64($0)) }
        ?? .integer(Int64(18 + number(field.name, below: 63)))
    case "array": return list(field)
    default: return nil
    }
  }

  private func number(_ name: String, below count: Int, _ detail: UInt64 = 0) -> Int {
    draw.number(.newcomer, below: count, Stem(name).value &+ detail)
  }

  private func pick(_ list: [String], _ name: String, _ detail: UInt64 = 0) -> String {
    list[number(name, below: list.count, detail)]
  }

  // MARK: Texts

  private var gender: String {
    form.view.profile.facts["gender"]?.string ?? pick(["female", "male"], "gender")
  }

  /// A free name; after some tries whatever comes.
  private var name: String {
    let given = gender.lowercased().hasPrefix("m") ? NewcomerWords.men : NewcomerWords.women
    var name = ""
    for attempt in 0..<40 {
      let detail = UInt64(attempt) &* 7919
      name =
        pick(given, "given", detail) + " " + pick(NewcomerWords.families, "family", detail)
      if !form.about.taken.contains(name) { break }
    }
    return name
  }

  private var job: String {
    form.view.profile.job.isEmpty ? pick(NewcomerWords.jobs, "title") : form.view.profile.job
  }

  private func text(_ field: String) -> String {
    switch field {
    case "name": return name
    case "gender": return gender
    case "title": return job.prefix(1).uppercased() + job.dropFirst()
    case "minibio":
      return "Somebody who works as \(job) and likes \(pick(NewcomerWords.likes, "likes"))."
    case "description" where form.about.purpose == "generate":
      return "Has done it for \(2 + number("years", below: 20)) years, mostly with pleasure."
    default:
      guard let words = NewcomerWords.texts[field] else {
        return pick(["Low", "Medium", "High"], field)
      }
      return pick(words, field)
    }
  }

  // MARK: Lists

  private func list(_ field: Field) -> JSON? {
    if field.name == "relationships" {
      let friend = pick(NewcomerWords.women + NewcomerWords.men, "friend")
      return [["name": .string(friend), "description": "A friend since school."]]
    }
    guard let words = NewcomerWords.lists[field.name] else { return nil }
    let start = number(field.name, below: words.count)
    let step = 1 + number(field.name, below: 3, 1)
    var chosen: [String] = []
    for place in 0..<field.count(4) {
      let word = words[(start + place * step) % words.count]
      if !chosen.contains(word) { chosen.append(word) }
    }
    return .array(chosen.map { .string($0) })
  }
}
