public import TinyTroupeJSON

/// What a value must look like: a small part of JSON Schema, the same for studies, manifests and replies.
///
/// Understood are `type`, `enum`, `minimum`, `maximum`, `properties`, `required`, `additionalProperties`,
/// `items`, `oneOf` and `anyOf` (both: one alternative must fit). Notes are ignored: `title`, `description`,
/// `default`, `examples`, `$schema`, `$id` and all that begins with `x-`. Anything else is a mistake, for a rule
/// that is silently not applied is worse than none. One note is not ignored: a member with `x-later: true` is
/// known by name, but not available yet; `published` leaves it out. An object that lists `properties` takes no others unless
/// `additionalProperties` says so; one that lists none takes all.
public struct Schema: Sendable {
  /// The kinds of value that a schema can tell apart.
  struct Kinds: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let null = Kinds(rawValue: 1)
    static let boolean = Kinds(rawValue: 2)
    static let integer = Kinds(rawValue: 4)
    static let number = Kinds(rawValue: 8)
    static let string = Kinds(rawValue: 16)
    static let array = Kinds(rawValue: 32)
    static let object = Kinds(rawValue: 64)
  }

  /// What holds for members that are not listed, and for elements.
  indirect enum Others: Sendable {
    case refused
    case allowed
    case checked(Schema)
  }

  /// The schema as it was written.
  public let json: JSON
  /// The keys of the members that it lists, in order.
  public internal(set) var keys: [String] = []
  /// The kinds that are allowed; empty for all.
  var kinds: Kinds = []
  var choices: [JSON] = []
  var minimum: JSON?
  var maximum: JSON?
  var properties: [String: Schema] = [:]
  var required: [String] = []
  /// Members that a later version brings.
  var later: Set<String> = []
  var others: Others = .allowed
  var elements: Others = .allowed
  var alternatives: [Schema] = []

  init(unchecked json: JSON) {
    self.json = json
  }

  /// The schema for editors: as it was written, without what is not available yet.
  public var published: JSON { Self.published(json) }

  private static func published(_ json: JSON) -> JSON {
    switch json {
    case .array(let elements): .array(elements.map(published))
    case .object(let members):
      .object(
        JSONObject(
          members.filter { $0.value["x-later"] != true }.map { ($0.key, published($0.value)) }))
    default: json
    }
  }

  /// The schema of a listed member.
  public subscript(key: String) -> Schema? { properties[key] }

  /// Every kind that can be right here, alternatives included; empty for all.
  var expected: Kinds {
    guard kinds.isEmpty else { return kinds }
    return alternatives.contains { $0.expected.isEmpty }
      ? [] : alternatives.reduce(into: Kinds()) { $0.formUnion($1.expected) }
  }

  /// True when a value of this kind can be right; a whole number is a number.
  func admits(_ kind: Kinds) -> Bool {
    let expected = expected
    return expected.isEmpty || expected.contains(kind)
      || (kind == .integer && expected.contains(.number))
  }
}

// MARK: - Checking

extension Schema {
  /// Finds all mistakes of a value at once, each with its place and, where possible, the next step.
  ///
  /// `path` is where the value stands in the whole document (`environment.clock`), for the messages.
  public func check(_ node: YAMLNode, at path: String = "") -> [Diagnostic] {
    var walk = SchemaWalk<YAMLNode>(path: path)
    walk.check(node, self)
    return walk.findings.map { finding in
      finding.mistake.diagnostic(
        path: finding.path, at: finding.member?.keyLocation ?? finding.subject.location)
    }
  }

  /// Finds all mistakes of a value that has no places: a reply of a plugin or a model.
  ///
  /// Each begins with the dotted path of what is wrong: `answers.0.rating: expected a whole number, found a text`.
  public func check(_ json: JSON, at path: String = "") -> [String] {
    var walk = SchemaWalk<JSON>(path: path)
    walk.check(json, self)
    return walk.findings.map { finding in
      let place = finding.path.isEmpty ? "" : finding.path + ": "
      return place + finding.mistake.message
    }
  }
}
