internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What must hold for a reply to fit; empty conditions always do.
struct Condition: Sendable {
  private let purpose: String?
  private let persona: String?
  private let turn: Int?
  /// As it stands in the JSON text of the messages, without quotes.
  private let fragment: [UInt8]

  init(_ when: JSON, at place: String) throws {
    let known = ["purpose", "persona", "turn", "contains"]
    if let stray = when.object?.keys.first(where: { !known.contains($0) }) {
      throw PluginFailure(
        .invalid,
        "llm 'scripted': \(place) has the unknown key '\(stray)'. Known: \(known.joined(separator: ", "))."
      )
    }
    purpose = when["purpose"]?.string
    persona = when["persona"]?.string
    turn = when["turn"]?.integer
    fragment = Array((when["contains"] ?? "").bytes.dropFirst().dropLast())
  }

  /// Whether it looks at the person or the turn, which cost more to find than the purpose.
  var concernsPerson: Bool { persona != nil || turn != nil }

  /// Cheap parts first: most replies of a long script don't fit.
  func holds(for inquiry: Inquiry) -> Bool {
    if let purpose, inquiry.purpose != purpose { return false }
    if let turn, inquiry.turn != turn { return false }
    if let persona, inquiry.persona != persona { return false }
    return fragment.isEmpty || inquiry.messages.span.contains(fragment.span)
  }
}

extension Span<UInt8> {
  /// Whether `part`, which is not empty, stands somewhere in here.
  fileprivate func contains(_ part: Span<UInt8>) -> Bool {
    guard count >= part.count else { return false }
    let first = part[0]
    for start in 0...(count - part.count) where self[start] == first {
      var length = 1
      while length < part.count, self[start + length] == part[length] { length += 1 }
      if length == part.count { return true }
    }
    return false
  }
}
