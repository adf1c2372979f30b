internal import TinyTroupeJSON

/// What a schema is checked against: values with places, or without.
protocol SchemaSubject {
  associatedtype Members: RandomAccessCollection

  /// The elements of a list; nil for anything else.
  var elements: [Self]? { get }
  /// The members of a mapping; nil for anything else.
  var memberList: Members? { get }
  /// The value of a scalar; for a list or mapping, an empty one.
  var shallow: JSON { get }

  static func key(_ member: Members.Element) -> String
  static func value(_ member: Members.Element) -> Self
}

extension YAMLNode: SchemaSubject {
  var memberList: [YAMLMember]? { members }

  var shallow: JSON {
    switch value {
    case .scalar(let scalar): scalar
    case .sequence: .array([])
    case .mapping: .object([:])
    }
  }

  static func key(_ member: YAMLMember) -> String { member.key }
  static func value(_ member: YAMLMember) -> YAMLNode { member.node }
}

extension JSON: SchemaSubject {
  var elements: [JSON]? { array }
  var memberList: JSONObject? { object }
  var shallow: JSON { self }

  static func key(_ member: JSONObject.Member) -> String { member.key }
  static func value(_ member: JSONObject.Member) -> JSON { member.value }
}
