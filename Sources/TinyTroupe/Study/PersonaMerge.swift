public import TinyTroupeJSON

/// How personas and fragments become one persona; the inputs are left alone.
///
/// What is missing or nothing is added, mappings are merged, lists are joined without repeating elements, and
/// two different single values are a conflict, in which the first stays.
public enum PersonaMerge {
  /// Two values that cannot both hold.
  public struct Conflict: Error, Sendable, Equatable {
    /// Where, as keys from the persona down.
    public let path: [String]
    /// The value that was there.
    public let present: JSON
    /// The value that was to be added.
    public let added: JSON
  }

  /// Merges `addition` into `base`.
  public static func merge(
    _ base: JSONObject, _ addition: JSONObject
  ) -> (persona: JSONObject, conflicts: [Conflict]) {
    var conflicts: [Conflict] = []
    let persona = merge(base, addition, at: [], &conflicts)
    return (persona, conflicts)
  }

  /// Puts the values of `changes` in place of those of `base`; mappings are gone into, lists are replaced.
  public static func override(_ base: JSONObject, with changes: JSONObject) -> JSONObject {
    var result = base
    for change in changes {
      if case .object(let inner) = change.value, case .object(let present)? = base[change.key] {
        result[change.key] = .object(override(present, with: inner))
      } else {
        result[change.key] = change.value
      }
    }
    return result
  }

  private static func merge(
    _ base: JSONObject, _ addition: JSONObject, at path: [String], _ conflicts: inout [Conflict]
  ) -> JSONObject {
    var result = base
    for member in addition {
      let place = path + [member.key]
      result[member.key] = merge(base[member.key] ?? .null, member.value, at: place, &conflicts)
    }
    return result
  }

  private static func merge(
    _ present: JSON, _ added: JSON, at path: [String], _ conflicts: inout [Conflict]
  ) -> JSON {
    switch (present, added) {
    case (.null, _): return added
    case (_, .null): return present
    case (.object(let left), .object(let right)):
      return .object(merge(left, right, at: path, &conflicts))
    case (.array(let left), .array(let right)): return .array(joined(left, right))
    default:
      let areEqualNumbers = present.double != nil && present.double == added.double
      guard present == added || areEqualNumbers else {
        conflicts.append(Conflict(path: path, present: present, added: added))
        return present
      }
      return present
    }
  }

  /// Both lists in their order, every element once.
  private static func joined(_ left: [JSON], _ right: [JSON]) -> [JSON] {
    var seen: Set<JSON> = []
    return (left + right).filter { seen.insert($0).inserted }
  }
}
