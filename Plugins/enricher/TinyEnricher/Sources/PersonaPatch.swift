internal import TinyTroupeJSON

/// Something that a model wants to add to a persona; not trusted.
struct Addition: Sendable {
  private static let deepest = 6
  private static let longestKey = 80

  /// The keys that lead to the place.
  let keys: [String]
  let value: JSON
  let items: [JSON]
  let why: String

  var path: String { keys.joined(separator: ".") }

  /// Reads an addition; nil when it has no usable path.
  init?(_ json: JSON) {
    keys = (json["path"]?.string ?? "").split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
    guard (1...Self.deepest).contains(keys.count),
      keys.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.longestKey })
    else { return nil }
    items = (json["items"]?.array ?? []).filter { $0.string?.isEmpty == false }
    why = json["why"]?.string ?? ""
    value =
      switch json["value"] ?? .null {
      case .string(""), .array, .object: .null
      case let scalar: scalar
      }
  }
}

/// What is added to a persona: a JSON merge patch that contradicts nothing, with a reason for each
/// path.
struct PersonaPatch: Sendable {
  private(set) var patch: JSONObject = [:]
  private(set) var provenance: JSONObject = [:]
  /// The paths of what would have contradicted the persona, or added nothing.
  private(set) var dropped: [String] = []
  /// The persona with what has been added so far.
  private var persona: JSONObject

  init(_ persona: JSONObject) {
    self.persona = persona
  }

  mutating func add(_ addition: Addition) {
    let keys = addition.keys[...]
    guard let existing = Self.value(at: keys, in: persona),
      let value = Self.combine(existing, addition)
    else {
      dropped.append(addition.path)
      return
    }
    Self.set(value, at: keys, in: &persona)
    Self.set(value, at: keys, in: &patch)
    let reasons = [provenance[addition.path]?.string ?? "", addition.why].filter { !$0.isEmpty }
    provenance[addition.path] = .string(
      reasons.isEmpty ? "It was asked for." : reasons.joined(separator: " "))
  }

  /// The value at a path, null when there is none yet; nil when something else stands in the way.
  private static func value(at keys: ArraySlice<String>, in object: JSONObject) -> JSON? {
    guard let key = keys.first else { return nil }
    if object[key] == nil, !isPlain(key) { return nil }
    let value = object[key] ?? .null
    if keys.count == 1 { return value }
    switch value {
    case .null: return Self.value(at: keys.dropFirst(), in: [:])
    case .object(let inner): return Self.value(at: keys.dropFirst(), in: inner)
    default: return nil
    }
  }

  /// Whether a new key is a word and no sentence.
  private static func isPlain(_ key: String) -> Bool {
    key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }

  /// What stands at a place after an addition; nil when nothing may or need be added.
  private static func combine(_ existing: JSON, _ addition: Addition) -> JSON? {
    switch existing {
    case .null where !addition.items.isEmpty: return .array(union([], addition.items))
    case .null where !addition.value.isNull: return addition.value
    case .array(let elements) where elements.allSatisfy({ $0.string != nil }):
      let single = addition.value.string.map { [JSON.string($0)] } ?? []
      let all = union(elements, addition.items + single)
      if all.count > elements.count { return .array(all) }
    default: break
    }
    return nil
  }

  private static func union(_ elements: [JSON], _ more: [JSON]) -> [JSON] {
    var known = Set(elements)
    return elements + more.filter { known.insert($0).inserted }
  }

  private static func set(_ value: JSON, at keys: ArraySlice<String>, in object: inout JSONObject) {
    guard let key = keys.first else { return }
    if keys.count == 1 {
      object[key] = value
      return
    }
    var inner = object[key]?.object ?? [:]
    set(value, at: keys.dropFirst(), in: &inner)
    object[key] = .object(inner)
  }
}
