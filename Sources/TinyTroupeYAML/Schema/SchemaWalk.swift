internal import TinyTroupeJSON

/// Walks a value along its schema and collects what does not fit.
struct SchemaWalk<Subject: SchemaSubject> {
  struct Finding {
    let mistake: SchemaMistake
    let path: String
    let subject: Subject
    /// Set when the key, not the value, is wrong.
    let member: Subject.Members.Element?
  }

  private enum Step {
    case key(String)
    case index(Int)
  }

  private(set) var findings: [Finding] = []
  private let prefix: String
  private var steps: [Step] = []

  /// More than this helps nobody, and a hostile reply could ask for millions.
  private static var findingLimit: Int { 100 }

  init(path: String) {
    prefix = path
  }

  mutating func check(_ subject: Subject, _ schema: Schema) {
    guard findings.count < Self.findingLimit else { return }
    let value = subject.shallow
    guard schema.admits(Schema.Kinds(value)) else {
      return report(.wrongKind(expected: schema.expected, found: value), subject)
    }
    checkScalar(value, subject, schema)
    if let elements = subject.elements { checkElements(elements, schema) }
    if let members = subject.memberList { checkMembers(members, subject, schema) }
    if !schema.alternatives.isEmpty { checkAlternatives(subject, schema) }
  }

  private mutating func checkScalar(_ value: JSON, _ subject: Subject, _ schema: Schema) {
    if !schema.choices.isEmpty, !schema.choices.contains(value) {
      report(.notAllowed(value, choices: schema.choices), subject)
    }
    guard let number = value.double else { return }
    if let minimum = schema.minimum, let limit = minimum.double, number < limit {
      report(.below(minimum), subject)
    }
    if let maximum = schema.maximum, let limit = maximum.double, number > limit {
      report(.above(maximum), subject)
    }
  }

  private mutating func checkElements(_ elements: [Subject], _ schema: Schema) {
    guard case .checked(let rule) = schema.elements else { return }
    for (index, element) in elements.enumerated() {
      steps.append(.index(index))
      check(element, rule)
      steps.removeLast()
    }
  }

  private mutating func checkMembers(
    _ members: Subject.Members, _ subject: Subject, _ schema: Schema
  ) {
    for member in members {
      let key = Subject.key(member)
      if let rule = schema.properties[key] {
        check(Subject.value(member), rule, under: key)
      } else if schema.later.contains(key) {
        report(.notAvailable(key), subject, member: member)
      } else if case .checked(let rule) = schema.others {
        check(Subject.value(member), rule, under: key)
      } else if case .refused = schema.others {
        report(.unknownKey(key, known: schema.keys), subject, member: member)
      }
    }
    for key in schema.required where !members.contains(where: { Subject.key($0) == key }) {
      report(.missingKey(key), subject)
    }
  }

  private mutating func check(_ subject: Subject, _ schema: Schema, under key: String) {
    steps.append(.key(key))
    check(subject, schema)
    steps.removeLast()
  }

  /// Reports what is wrong with the alternative that fits best.
  private mutating func checkAlternatives(_ subject: Subject, _ schema: Schema) {
    let kind = Schema.Kinds(subject.shallow)
    var best: [Finding]?
    for alternative in schema.alternatives where alternative.admits(kind) {
      var trial = self
      trial.findings = []
      trial.check(subject, alternative)
      if trial.findings.isEmpty { return }
      if trial.findings.count < best?.count ?? .max { best = trial.findings }
    }
    findings += best ?? []
  }

  private mutating func report(
    _ mistake: SchemaMistake, _ subject: Subject, member: Subject.Members.Element? = nil
  ) {
    guard findings.count < Self.findingLimit else { return }
    findings.append(Finding(mistake: mistake, path: path, subject: subject, member: member))
  }

  private var path: String {
    let parts = steps.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
    return ((prefix.isEmpty ? [] : [prefix]) + parts).joined(separator: ".")
  }
}
