internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Who can be talked to.
enum Accessible: Sendable, Hashable {
  /// Everyone in a world too large to list.
  case everyone
  case names([String])

  init(_ json: JSON?) throws {
    switch json {
    case .string("all"): self = .everyone
    case .array(let elements):
      let names = elements.compactMap(\.string)
      guard names.count == elements.count else { fallthrough }
      self = .names(names)
    default:
      throw PluginFailure(.invalid, "'accessible' must be a list of names, or 'all'.")
    }
  }

  /// Finds who is meant by a target: a name, or several with commas between them.
  ///
  /// - Returns: The exact names, and those parts that fit nobody.
  func addressees(of target: String, except own: String) -> (names: [String], unknown: [String]) {
    if let name = name(target, except: own) { return ([name], []) }
    var found: (names: [String], unknown: [String]) = ([], [])
    for part in target.split(separator: ",") {
      let part = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !part.isEmpty else { continue }
      if let name = name(part, except: own) {
        if !found.names.contains(name) { found.names.append(name) }
      } else {
        found.unknown.append(part)
      }
    }
    return found
  }

  /// Finds one person: by the name, by the name in other letters, or by an unmistakable first name.
  private func name(_ wanted: String, except own: String) -> String? {
    guard case .names(let names) = self else { return wanted == own ? nil : wanted }
    let others = names.filter { $0 != own }
    if others.contains(wanted) { return wanted }
    let wanted = Self.folded(wanted)
    let sameLetters = others.filter { Self.folded($0) == wanted }
    if sameLetters.count == 1 { return sameLetters.first }
    let sameFirst = others.filter { Self.folded($0).split(separator: " ").first ?? "" == wanted }
    return sameFirst.count == 1 ? sameFirst.first : nil
  }

  private static func folded(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  var json: JSON {
    switch self {
    case .everyone: "all"
    case .names(let names): .array(names.map(JSON.string))
    }
  }
}
