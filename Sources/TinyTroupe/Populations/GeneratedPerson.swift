import TinyTroupeJSON
import TinyTroupePopulation

/// A generated person as a run's log keeps it: all that is needed to let the person join, and where it comes from.
struct GeneratedPerson: Sendable {
  /// Which generation of the study, from 0.
  let generation: Int
  /// The number within the generation, from 0.
  let number: Int
  /// The persona.
  let persona: JSONObject
  /// The event's payload.
  let payload: JSONObject

  /// The name.
  var name: String { persona["name"]?.string ?? "" }

  /// What the person says of its origin, for its file.
  var origin: JSONObject {
    var origin = payload
    origin["persona"] = nil
    return origin
  }

  init(
    generation: Int, number: Int, person: WrittenPerson, part: Casting.Part, plan: GenerationPlan
  ) {
    self.generation = generation
    self.number = number
    persona = person.persona
    var payload: JSONObject = [
      "generation": .integer(Int64(generation + 1)), "number": .integer(Int64(number + 1)),
      "factory": .string("\(plan.factory.plugin)/\(plan.factory.name)"),
      "sample": .object(part.categories), "persona": .object(person.persona),
    ]
    payload["minibio"] = person.minibio.map { .string($0) }
    payload["wished_name"] = person.wishedName.map { .string($0) }
    payload["twin_of"] = person.twin.map { .string($0) }
    self.payload = payload
  }

  /// Reads an event; nil for one of another kind.
  init?(_ event: Event) {
    let payload = event.payload
    guard event.kind == .agentGenerated,
      let generation = payload["generation"]?.integer,
      let number = payload["number"]?.integer,
      let persona = payload["persona"]?.object
    else { return nil }
    self.generation = generation - 1
    self.number = number - 1
    self.persona = persona
    self.payload = payload
  }
}

extension Coverage? {
  /// The payload of the event that tells of a whole generation.
  func payload(generation: Int, wanted: Int, got: Int) -> JSONObject {
    var payload: JSONObject = [
      "generation": .integer(Int64(generation + 1)), "wanted": .integer(Int64(wanted)),
      "got": .integer(Int64(got)),
    ]
    guard let self else { return payload }
    payload["shortfall"] = .integer(Int64(self.shortfall))
    payload["effective_n"] = .number(rounded(self.effectiveSize))
    payload["largest_gap"] = .number(rounded(self.largestGap))
    payload["coverage"] = .array(
      self.rows.map { row in
        [
          "attribute": .string(row.attribute), "category": .string(row.category),
          "share": .number(rounded(row.share)), "target": .number(rounded(row.target)),
          "quota": .integer(Int64(row.quota)), "got": .integer(Int64(row.got)),
          "shortfall": .integer(Int64(row.shortfall)),
        ]
      })
    return payload
  }

}

/// Six digits are enough for a report, and the same on every machine.
private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
