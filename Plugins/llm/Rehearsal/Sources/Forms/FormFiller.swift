internal import TinyTroupeJSON

/// Makes data that conforms to a JSON Schema, from a person and its situation.
struct FormFiller {
  let about: About
  let view: Viewpoint
  let mentalState: MentalState
  private let root: JSON

  /// Deeper schemas, which may be endless through references, are left empty.
  private static let deepest = 16

  init(about: About, view: Viewpoint, root: JSON = .null) {
    self.about = about
    self.view = view
    self.root = root
    mentalState = MentalState(view)
  }

  /// Fills a schema; `name` is that of the member it stands under.
  func fill(_ schema: JSON, name: String = "", depth: Int = 0, number: Int = 0) -> JSON {
    guard depth < Self.deepest else { return .null }
    let hint = about.fields[name]?["hint"]?.string ?? ""
    let field = Field(name: name, schema: resolved(schema), number: number, hint: hint)
    if let constant = field.schema["const"] { return constant }
    if about.purpose == "generate", let invented = Newcomer(form: self).value(field) {
      return invented
    }
    if let values = field.schema["enum"]?.array {
      return ChoiceField(form: self).choose(values, field)
    }
    switch field.type {
    case "object": return object(field, depth)
    case "array": return array(field, depth)
    case "integer", "number": return NumberField(form: self).number(field)
    case "boolean": return .bool(view.leaning.degree > 0)
    case "null": return .null
    default: return .string(TextField(form: self).text(field))
    }
  }

  /// Follows references and takes the first alternative that is not null.
  private func resolved(_ schema: JSON) -> JSON {
    var schema = schema
    for _ in 0..<Self.deepest {
      if let reference = schema["$ref"]?.string {
        let path = reference.split(separator: "/").dropFirst().joined(separator: ".")
        schema = root.at(path) ?? .null
      } else if let alternatives = (schema["anyOf"] ?? schema["oneOf"])?.array {
        schema = alternatives.first { $0["type"] != "null" } ?? .null
      } else if let parts = schema["allOf"]?.array {
        schema = merged(parts)
      } else {
        break
      }
    }
    return schema
  }

  private func merged(_ parts: [JSON]) -> JSON {
    var whole = JSONObject()
    for part in parts.map(resolved) {
      for (key, value) in part.object ?? [:] {
        guard var known = whole[key]?.object, let more = value.object else {
          whole[key] = value
          continue
        }
        for (name, schema) in more { known[name] = schema }
        whole[key] = .object(known)
      }
    }
    return .object(whole)
  }

  // MARK: Structures

  private func object(_ field: Field, _ depth: Int) -> JSON {
    guard let properties = field.schema["properties"]?.object else { return freeObject(field) }
    var filled = JSONObject()
    for (name, schema) in properties { filled[name] = fill(schema, name: name, depth: depth + 1) }
    return .object(filled)
  }

  /// An object of any shape: a mental state where one is wanted, else as little as its schema demands.
  private func freeObject(_ field: Field) -> JSON {
    if field.isNamed("state mental cognitive") { return .object(mentalState.members) }
    let required = field.schema["required"]?.array?.compactMap(\.string) ?? []
    return .object(JSONObject(required.map { ($0, .string("")) }))
  }

  private func array(_ field: Field, _ depth: Int) -> JSON {
    let items = resolved(field.schema["items"] ?? .null)
    if field.name == "actions" { return ActionList(form: self).json(field, items) }
    if let ready = ListField(form: self).list(field, items) { return .array(ready) }
    if let values = items["enum"]?.array, field.wantsAll { return .array(shuffled(values)) }
    let isRecord = items["properties"] != nil
    let wanted = field.name == "context" ? 0 : isRecord ? 1 : 2
    let values = (0..<field.count(wanted)).map {
      fill(items, name: field.name, depth: depth + 1, number: $0)
    }
    return .array(field.schema["uniqueItems"] == true ? distinct(values) : values)
  }

  /// The values in an order that is the person's own.
  private func shuffled(_ values: [JSON]) -> [JSON] {
    values.enumerated().sorted {
      view.draw.bits(.groundOrder, UInt64($0.offset))
        < view.draw.bits(
          .groundOrder, UInt64($1.offset))
    }.map(\.element)
  }

  private func distinct(_ values: [JSON]) -> [JSON] {
    values.enumerated().filter { position, value in !values[..<position].contains(value) }
      .map(\.element)
  }
}
