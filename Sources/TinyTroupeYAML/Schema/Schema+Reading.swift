public import TinyTroupeJSON

extension Schema {
  /// Reads a schema from a file's content; every keyword that is not understood is told with its place.
  public init(_ node: YAMLNode) throws(DiagnosticList) {
    var reader = SchemaReader()
    let schema = reader.schema(node, at: "")
    guard reader.mistakes.isEmpty else { throw DiagnosticList(reader.mistakes) }
    self = schema
  }

  /// Reads a schema from a value; every keyword that is not understood is told with its path.
  public init(_ json: JSON) throws(DiagnosticList) {
    let nowhere = SourceLocation(file: "", line: 1, column: 1)
    do throws(DiagnosticList) {
      try self.init(YAMLNode(json, at: nowhere))
    } catch {
      throw DiagnosticList(error.diagnostics.map { Diagnostic($0.message, hint: $0.hint) })
    }
  }
}

/// Turns a tree of keywords into rules, and collects the keywords that make no sense.
private struct SchemaReader {
  var mistakes: [Diagnostic] = []

  private static let notes: Set<String> = [
    "title", "description", "default", "examples", "$schema", "$id",
  ]
  private static let keywords = [
    "type", "enum", "minimum", "maximum", "properties", "required", "additionalProperties", "items",
    "oneOf", "anyOf",
  ]

  mutating func schema(_ node: YAMLNode, at path: String) -> Schema {
    var schema = Schema(unchecked: node.json)
    guard let members = node.members else {
      complain("expected a schema, found \(node.kindInWords)", node, path)
      return schema
    }
    for member in members where !isNote(member.key) {
      let place = path.isEmpty ? member.key : "\(path).\(member.key)"
      read(member, into: &schema, at: place)
    }
    if node["properties"] != nil, node["additionalProperties"] == nil { schema.others = .refused }
    return schema
  }

  private func isNote(_ key: String) -> Bool { Self.notes.contains(key) || key.hasPrefix("x-") }

  private mutating func read(_ member: YAMLMember, into schema: inout Schema, at path: String) {
    let node = member.node
    switch member.key {
    case "type": schema.kinds = kinds(node, at: path)
    case "enum": schema.choices = list(node, at: path).map(\.json)
    case "minimum": schema.minimum = number(node, at: path)
    case "maximum": schema.maximum = number(node, at: path)
    case "properties": properties(node, into: &schema, at: path)
    case "required": schema.required = list(node, at: path).compactMap(\.string)
    case "additionalProperties": schema.others = others(node, at: path)
    case "items": schema.elements = .checked(self.schema(node, at: path))
    case "oneOf", "anyOf": schema.alternatives += alternatives(node, at: path)
    default:
      let meant = nearest(member.key, among: Self.keywords).map { "did you mean '\($0)'?" }
      mistakes.append(
        Diagnostic(
          "'\(path)': this keyword of JSON Schema is not supported", at: member.keyLocation,
          hint: meant ?? "supported: \(Self.keywords.joined(separator: ", "))"))
    }
  }

  private mutating func kinds(_ node: YAMLNode, at path: String) -> Schema.Kinds {
    var kinds: Schema.Kinds = []
    for name in node.elements ?? [node] {
      if let known = Schema.Kinds.names.first(where: { $0.name == name.string }) {
        kinds.formUnion(known.kind)
      } else {
        let names = Schema.Kinds.names.map(\.name).joined(separator: ", ")
        complain("this is no type", name, path, hint: "one of: \(names)")
      }
    }
    return kinds
  }

  private mutating func properties(
    _ node: YAMLNode, into schema: inout Schema, at path: String
  ) {
    guard let members = node.members else {
      return complain("expected a mapping, found \(node.kindInWords)", node, path)
    }
    for member in members {
      if member.node["x-later"]?.scalar == true {
        schema.later.insert(member.key)
        continue
      }
      schema.keys.append(member.key)
      schema.properties[member.key] = self.schema(member.node, at: "\(path).\(member.key)")
    }
  }

  private mutating func others(_ node: YAMLNode, at path: String) -> Schema.Others {
    guard let flag = node.scalar?.bool else { return .checked(schema(node, at: path)) }
    return flag ? .allowed : .refused
  }

  private mutating func alternatives(_ node: YAMLNode, at path: String) -> [Schema] {
    list(node, at: path).enumerated().map { schema($0.element, at: "\(path).\($0.offset)") }
  }

  private mutating func list(_ node: YAMLNode, at path: String) -> [YAMLNode] {
    guard let elements = node.elements else {
      complain("expected a list, found \(node.kindInWords)", node, path)
      return []
    }
    return elements
  }

  private mutating func number(_ node: YAMLNode, at path: String) -> JSON? {
    guard let scalar = node.scalar, scalar.double != nil else {
      complain("expected a number, found \(node.kindInWords)", node, path)
      return nil
    }
    return scalar
  }

  private mutating func complain(
    _ message: String, _ node: YAMLNode, _ path: String, hint: String? = nil
  ) {
    mistakes.append(
      Diagnostic(path.isEmpty ? message : "'\(path)': \(message)", at: node.location, hint: hint))
  }
}
