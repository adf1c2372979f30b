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

  /// What came of looking a target up.
  enum Match: Hashable {
    case exact
    case near(String)
    case none
  }

  /// Finds who is meant: by the name, by the name in other letters, or by an unmistakable first
  /// name.
  func match(_ target: String, except own: String) -> Match {
    guard case .names(let names) = self else { return target == own ? .none : .exact }
    let others = names.filter { $0 != own }
    if others.contains(target) { return .exact }
    let wanted = Self.folded(target)
    let sameLetters = others.filter { Self.folded($0) == wanted }
    if let only = sameLetters.first, sameLetters.count == 1 { return .near(only) }
    let sameFirst = others.filter { Self.folded($0).split(separator: " ").first ?? "" == wanted }
    if let only = sameFirst.first, sameFirst.count == 1 { return .near(only) }
    return .none
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
