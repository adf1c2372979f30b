import TinyTroupeJSON
import TinyTroupePopulation
import TinyTroupeYAML

/// Who is needed, before anybody is written: what holds of each person, and the names that are given out.
struct Casting: Sendable {
  /// One person to be written.
  struct Part: Sendable {
    /// The number within the generation, from 0.
    let number: Int
    /// The category of each attribute, by name.
    let categories: JSONObject
    /// What holds of the person, by path in the persona: of a band of numbers one of them.
    let values: JSONObject
    /// The name, where names are given out.
    let name: String?
  }

  /// The draw; nil where nothing is known of the population.
  let sample: PopulationSample?
  /// Everybody, in canonical order.
  let parts: [Part]

  /// Draws everybody.
  ///
  /// - Parameters:
  ///   - plan: Who is wanted.
  ///   - number: Which generation of the study it is, from 0.
  ///   - seed: The run's seed.
  /// - Throws: Quotas that cannot be filled.
  init(_ plan: GenerationPlan, number: Int, seed: UInt64) throws(DiagnosticList) {
    let seed = plan.seed ?? seed
    let path = "generation-\(number + 1)"
    var drawing = PathRandom(seed: seed, path: path)
    var sample: PopulationSample?
    if let demography = plan.demography {
      sample = try PopulationSample(of: demography, count: plan.count, using: &drawing)
    }
    self.sample = sample
    var naming = PathRandom(seed: seed, path: path, stream: 1)
    let names = plan.names.isEmpty ? [] : Self.shuffled(plan.names, using: &naming)
    parts = (plan.part ?? 0..<plan.count).map { person in
      var inBand = PathRandom(seed: seed, path: "\(path)/\(person)", stream: 2)
      let categories = sample?.values(of: person) ?? []
      return Part(
        number: person,
        categories: JSONObject(categories.map { ($0.attribute, .string($0.category)) }),
        values: JSONObject(
          categories.map { ($0.attribute, Self.value($0.category, using: &inBand)) }),
        name: names.isEmpty ? nil : names[person])
    }
  }

  /// A category as a persona has it: a number of the band, a number, or a text.
  private static func value(
    _ category: String, using generator: inout some RandomNumberGenerator
  ) -> JSON {
    if let band = IntegerBand(category) { return .integer(Int64(band.draw(using: &generator))) }
    let plain = YAMLNode.plainScalar(category)
    return plain.integer == nil ? .string(category) : plain
  }

  private static func shuffled(
    _ names: [String], using generator: inout some RandomNumberGenerator
  ) -> [String] {
    let keys = names.map { _ in generator.next() }
    return names.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { names[$0] }
  }
}

extension JSONObject {
  /// Values by dotted path as an object of objects.
  var unfolded: JSONObject {
    reduce(into: JSONObject()) { whole, member in
      let keys = member.key.split(separator: ".").map(String.init)
      let value = keys.dropFirst().reversed().reduce(member.value) { .object([$1: $0]) }
      whole = PersonaMerge.override(whole, with: [keys.first ?? member.key: value])
    }
  }
}
