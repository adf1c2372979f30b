import TinyTroupeJSON

/// One field of an extraction, as the study asked for it.
struct FieldSpec: Sendable {
  let name: String
  let type: String
  let definition: JSON

  /// Reads the fields of a plan, in order.
  static func list(_ fields: JSON) -> [FieldSpec] {
    (fields.object ?? [:]).map { member in
      FieldSpec(
        name: member.key, type: member.value["type"]?.string ?? "string",
        definition: member.value)
    }
  }
}
