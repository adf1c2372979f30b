public import TinyTroupeJSON

/// A value read from YAML or JSON, with the place where it stands.
public struct YAMLNode: Sendable {
  /// What a node holds.
  public enum Value: Sendable {
    /// Nothing, a truth value, a number or a text, by the core schema of YAML 1.2; what is quoted is a text.
    case scalar(JSON)
    /// A list.
    case sequence([YAMLNode])
    /// Members with unique keys, in the order of the file.
    case mapping([YAMLMember])
  }

  /// What it holds.
  public let value: Value
  /// Where it begins.
  ///
  /// What an alias stands for has the place of its anchor.
  public let location: SourceLocation
  /// A scalar's text as written, before it was taken for a number or the like; nil for anything else.
  public let text: String?
  /// A local tag such as `!include`.
  public let tag: String?
  /// True for a scalar in quotes or a block scalar, which is a text whatever it looks like.
  public let isQuoted: Bool

  /// Makes a node.
  public init(
    _ value: Value, at location: SourceLocation, text: String? = nil, tag: String? = nil,
    isQuoted: Bool = false
  ) {
    self.value = value
    self.location = location
    self.text = text
    self.tag = tag
    self.isQuoted = isQuoted
  }

  /// Makes a node and everything below it from a JSON value, all at one place.
  public init(_ json: JSON, at location: SourceLocation) {
    switch json {
    case .array(let elements):
      self.init(.sequence(elements.map { YAMLNode($0, at: location) }), at: location)
    case .object(let object):
      let members = object.map {
        YAMLMember(key: $0.key, keyLocation: location, node: YAMLNode($0.value, at: location))
      }
      self.init(.mapping(members), at: location)
    default:
      self.init(
        .scalar(json), at: location, text: json.string ?? json.text, isQuoted: json.string != nil)
    }
  }

  /// The member `key` of a mapping; nil for anything else.
  public subscript(key: String) -> YAMLNode? {
    members?.first { $0.key == key }?.node
  }

  /// The value at a dotted path (`llm.model`, `agents.0.persona`); nil when a part is missing.
  public func at(_ path: String) -> YAMLNode? {
    var node = self
    for part in path.split(separator: ".") {
      if let elements = node.elements {
        guard let index = Int(part), elements.indices.contains(index) else { return nil }
        node = elements[index]
      } else {
        guard let member = node[String(part)] else { return nil }
        node = member
      }
    }
    return node
  }

  /// The members of a mapping.
  public var members: [YAMLMember]? {
    guard case .mapping(let members) = value else { return nil }
    return members
  }

  /// The elements of a list.
  public var elements: [YAMLNode]? {
    guard case .sequence(let elements) = value else { return nil }
    return elements
  }

  /// The value of a scalar.
  public var scalar: JSON? {
    guard case .scalar(let scalar) = value else { return nil }
    return scalar
  }

  /// The text, if the value is one.
  public var string: String? { scalar?.string }

  /// The value without places; keys keep their order.
  public var json: JSON {
    switch value {
    case .scalar(let scalar): scalar
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let members): .object(JSONObject(members.map { ($0.key, $0.node.json) }))
    }
  }

  /// The kind of value in words for messages: "a text", "a list", ….
  public var kindInWords: String {
    switch value {
    case .scalar(let scalar): scalar.kindInWords
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension YAMLNode {
  /// What a plain scalar with this text would be, by the core schema; a text when it is out of range.
  public static func plainScalar(_ text: String) -> JSON {
    guard case .value(let value) = CoreSchema.resolve(text) else { return .string(text) }
    return value
  }
}

/// A key of a mapping and its value.
public struct YAMLMember: Sendable {
  /// The key.
  public let key: String
  /// Where the key stands.
  public let keyLocation: SourceLocation
  /// The value.
  public let node: YAMLNode

  /// Makes a member.
  public init(key: String, keyLocation: SourceLocation, node: YAMLNode) {
    self.key = key
    self.keyLocation = keyLocation
    self.node = node
  }
}
