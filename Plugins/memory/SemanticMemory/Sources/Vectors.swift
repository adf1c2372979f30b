internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The vectors of remembered events, in the store: four bytes a number, little-endian.
enum Vectors {
  private static let prefix = "vector/"
  /// The numbers of events that wait for a vector.
  private static let waiting = "waiting"
  /// So many texts are embedded by one call.
  private static let batch = 100
  /// Longer texts are cut: what a backend takes is limited.
  private static let longestText = 8000

  private static func key(_ number: Int) -> String { prefix + String(number) }

  // MARK: Making

  /// Notes that events need vectors.
  static func request(_ events: [Int], _ call: Call) throws {
    let kept = try call.sendAndWait(.storeGet([waiting]))[0].flatMap(NumberCodec.decode) ?? []
    try call.sendAndWait(
      .storePut([StoredValue(key: waiting, value: NumberCodec.encode(kept + events))]))
  }

  /// Makes the vectors that are waited for.
  static func makeRequested(_ call: Call) async throws {
    let numbers = try await call.send(.storeGet([waiting]))[0].flatMap(NumberCodec.decode) ?? []
    var rest = numbers[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(batch))
      let items = try await call.send(.events(part)).map(RememberedItem.init)
      let texts = items.map { String($0.texts.joined(separator: "\n").prefix(longestText)) }
      if !texts.isEmpty {
        let vectors: Embeddings
        do {
          vectors = try await call.send(.embed(texts))
        } catch let failure as PluginFailure where failure.code == .unsupported {
          // The backend has none; words will do.
          break
        }
        let values = items.indices.map {
          StoredValue(key: key(items[$0].id), value: bytes(normalized(vectors[$0])))
        }
        try await call.send(.storePut(values))
      }
      rest = rest.dropFirst(part.count)
    }
    try await call.send(.storeDelete([waiting]))
  }

  // MARK: Comparing

  /// How alike a text and items are, by the cosine of their vectors; nil where there are no vectors.
  static func similarities(
    to text: String, of items: [RememberedItem], _ call: Call
  ) throws -> [(position: Int, similarity: Double)]? {
    let stored = try call.sendAndWait(.storeGet(items.map { key($0.id) }))
    guard stored.contains(where: { $0 != nil }) else { return nil }
    let question: [Float]
    do {
      let embedded = try call.sendAndWait(.embed([String(text.prefix(longestText))]))
      question = normalized(embedded[0])
    } catch let failure as PluginFailure where failure.code == .unsupported {
      return nil
    }
    return zip(items.indices, stored).compactMap { position, bytes in
      guard let vector = bytes.map(numbers), vector.count == question.count else { return nil }
      let dot = zip(vector, question).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      return (position, (dot * 10_000).rounded() / 10_000)
    }
  }

  /// Removes the vectors of events.
  static func forget(_ events: [Int], _ call: Call) throws {
    try call.sendAndWait(.storeDelete(events.map(key)))
  }

  // MARK: Numbers

  /// The vector with length 1, so that a product of two is their cosine.
  private static func normalized(_ vector: ArraySlice<Float>) -> [Float] {
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    return length > 0 ? vector.map { Float(Double($0) / length) } : Array(vector)
  }

  private static func bytes(_ vector: [Float]) -> [UInt8] {
    vector.flatMap { number in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt32($0)) }
    }
  }

  private static func numbers(_ bytes: [UInt8]) -> [Float] {
    stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      Float(
        bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }
}
