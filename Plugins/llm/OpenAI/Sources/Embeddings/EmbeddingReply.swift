internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Vectors as a server gave them, one per text.
struct EmbeddingReply {
  let dimensions: Int
  /// float32, little-endian, one row per text in the order of the texts.
  let rows: [UInt8]
  private let model: String?
  private let usage: JSON?

  init(_ body: [UInt8], count: Int, at place: FailurePlace) throws {
    let json = try place.parsed(body)
    guard let data = json["data"]?.array else { throw place.lacks("data") }
    let vectors = try Self.ordered(data, count, place).map { try Self.bytes($0, place) }
    let length = vectors.first?.count ?? 0
    guard length > 0, length % 4 == 0, vectors.allSatisfy({ $0.count == length }) else {
      throw place.wrongVectors("vectors of unequal length, or none")
    }
    dimensions = length / 4
    rows = Array(vectors.joined())
    model = json["model"]?.string
    usage = json["usage"]?["prompt_tokens"]?.integer.map { .integer(Int64($0)) }
  }

  /// By their index, since a server may give them in any order.
  private static func ordered(
    _ data: [JSON], _ count: Int, _ place: FailurePlace
  ) throws -> [JSON] {
    var vectors = [JSON?](repeating: nil, count: count)
    for (position, entry) in data.enumerated() {
      let index = entry["index"]?.integer ?? position
      if vectors.indices.contains(index) { vectors[index] = entry["embedding"] }
    }
    let found = vectors.compactMap { $0 }
    guard found.count == count, data.count == count else {
      throw place.wrongVectors("\(data.count) vectors for \(count) texts")
    }
    return found
  }

  /// A server that does not know base64 gives a list of numbers.
  private static func bytes(_ vector: JSON, _ place: FailurePlace) throws -> [UInt8] {
    if let text = vector.string, let bytes = Base64.decoded(text) { return bytes }
    guard let numbers = vector.array?.map(\.double), !numbers.contains(nil) else {
      throw place.wrongVectors("a vector that is neither base64 nor a list of numbers")
    }
    return numbers.flatMap { number in
      let bits = Float(number ?? 0).bitPattern
      return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
    }
  }

  func response(count: Int) -> Response {
    var result: JSONObject = [
      "count": .integer(Int64(count)), "dimensions": .integer(Int64(dimensions)),
    ]
    if let model { result["model"] = .string(model) }
    return Response(
      .object(result), body: rows, usage: usage.map { ["input_tokens": $0] })
  }
}
