import TinyTroupeJSON

/// One field of an extraction, as the study asked for it.
public struct FieldSpec: Sendable {
  /// Its name: the column.
  public let name: String
  /// string, integer, number, boolean, enum or list.
  public let type: String
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
