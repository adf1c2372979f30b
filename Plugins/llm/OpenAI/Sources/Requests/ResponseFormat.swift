internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Turns schemas into the JSON text of `response_format`, each once.
///
/// A run asks with a handful of schemas thousands of times.
final class ResponseFormats: Sendable {
  private struct Key: Hashable {
    let name: String
    let schema: [UInt8]

    /// Hashes the bytes at once, which is much faster than one by one.
    func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      // SAFETY: the buffer is read within the closure.
      unsafe schema.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  /// More would mean that schemas are made up per call, and then keeping them helps nobody.
  private static let capacity = 64
  private let known = Mutex<[Key: [UInt8]]>([:])

  func format(schema: ArraySlice<UInt8>, name: String) throws -> [UInt8] {
    let key = Key(name: name, schema: Array(schema))
    if let format = known.withLock({ $0[key] }) { return format }
    let format = try Self.render(key)
    known.withLock { known in
      if known.count >= Self.capacity { known = [:] }
      known[key] = format
    }
    return format
  }

  private static func render(_ key: Key) throws -> [UInt8] {
    let schema: JSON
    do {
      schema = try JSON(parsing: key.schema)
    } catch {
      throw PluginFailure(.invalid, "The request's 'schema' is not valid JSON: \(error).")
    }
    let strict = StrictSchema.adapted(schema)
    let format: JSON = [
      "type": "json_schema",
      "json_schema": [
        "name": .string(permitted(key.name)), "strict": .bool(strict != nil),
        "schema": strict ?? schema,
      ],
    ]
    return format.bytes
  }

  /// Names may have letters, digits, `_` and `-`, at most 64.
  private static func permitted(_ name: String) -> String {
    let characters = name.prefix(64).map { character in
      character.isASCII && (character.isLetter || character.isNumber || character == "-")
        ? character : "_"
    }
    return characters.isEmpty ? "reply" : String(characters)
  }
}
