internal import Synchronization
internal import TinyTroupeJSON

/// Remembers what a piece of JSON text came to, so that what is sent with every call is read once.
///
/// A cache: what comes out is the same with and without it.
final class TextCache<Value: Sendable>: Sendable {
  private struct Text: Hashable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      // SAFETY: the buffer is read within the closure.
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  private let capacity: Int
  private let make: @Sendable (JSON) -> Value
  private let known = Mutex<[Text: Value]>([:])

  /// Keeps at most `capacity` values, and begins anew when there are more.
  init(capacity: Int, make: @escaping @Sendable (JSON) -> Value) {
    self.capacity = capacity
    self.make = make
  }

  /// The value of a JSON text; throws when it is no JSON.
  func value(of json: ArraySlice<UInt8>) throws(JSONError) -> Value {
    let text = Text(bytes: Array(json))
    if let value = known.withLock({ $0[text] }) { return value }
    let value = make(try JSON(parsing: json))
    known.withLock { known in
      if known.count >= capacity { known = [:] }
      known[text] = value
    }
    return value
  }
}

/// What a rehearsal remembers from call to call.
final class Acquaintance: Sendable {
  /// People by their personas, at about 20 KB each.
  let people = TextCache(capacity: 2048) { persona in
    Person(
      persona["persona"] ?? persona, name: persona["name"]?.string ?? persona.string ?? "")
  }
  /// The schemas that replies must satisfy; a run has a handful.
  let schemas = TextCache(capacity: 64) { $0 }
}
