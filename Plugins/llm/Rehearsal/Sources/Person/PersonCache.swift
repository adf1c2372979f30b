internal import Synchronization
internal import TinyTroupeJSON

/// Remembers people by the text of their personas, so that a persona is read once and not in every turn.
///
/// A cache: what comes out is the same with and without it.
final class PersonCache: Sendable {
  /// The text of a persona.
  private struct Text: Hashable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      // SAFETY: the buffer is read within the closure.
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  /// At about 20 KB each.
  private static let capacity = 2048
  private let known = Mutex<[Text: Person]>([:])

  /// The person of a persona's JSON text; throws when it is no JSON.
  func person(_ persona: ArraySlice<UInt8>) throws(JSONError) -> Person {
    let text = Text(bytes: Array(persona))
    if let person = known.withLock({ $0[text] }) { return person }
    let json = try JSON(parsing: persona)
    let person = Person(json["persona"] ?? json, name: json["name"]?.string ?? json.string ?? "")
    known.withLock { known in
      if known.count >= Self.capacity { known = [:] }
      known[text] = person
    }
    return person
  }
}
