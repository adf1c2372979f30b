/// Vectors that depend on the text alone, so that equal texts are near and others are not.
enum Embeddings {
  private static let dimensions = 8

  static func reply(to request: StubRequest) -> StubReply {
    let inputs = inputs(in: request.body)
    var json = JSONText(capacity: 256 * inputs.count)
    json.raw("{\"object\":\"list\",\"data\":[")
    for (index, input) in inputs.enumerated() {
      if index > 0 { json.raw(",") }
      json.raw("{\"object\":\"embedding\",\"index\":")
      json.number(index)
      json.raw(",\"embedding\":[")
      appendVector(of: input, to: &json)
      json.raw("]}")
    }
    json.raw("],\"model\":\"stub-embedding-1\",\"usage\":{\"prompt_tokens\":")
    json.number(request.body.count / 4)
    json.raw(",\"total_tokens\":")
    json.number(request.body.count / 4)
    json.raw("}}")
    return StubReply(body: .bytes(json.bytes, type: "application/json"))
  }

  /// Numbers from -0.999 to 0.999 made of a text's FNV-1a hash.
  private static func appendVector(of input: ArraySlice<UInt8>, to json: inout JSONText) {
    var hash = input.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    for dimension in 0..<dimensions {
      hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
      let thousandths = Int(hash >> 33) % 1000
      if dimension > 0 { json.raw(",") }
      if hash & 1 == 1 { json.raw("-") }
      json.raw("0.")
      json.raw(thousandths < 10 ? "00" : thousandths < 100 ? "0" : "")
      json.number(thousandths)
    }
  }

  /// The strings of the key `input`, one or an array, without their quotes and with escapes left as
  /// they are.
  private static func inputs(in body: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let key = Array("\"input\"".utf8)
    guard let start = body.indices.first(where: { body[$0...].starts(with: key) }) else {
      return []
    }
    var rest = body[(start + key.count)...].drop { $0 == UInt8(ascii: ":") || $0 <= 0x20 }
    guard rest.first == UInt8(ascii: "[") else { return [string(&rest)] }
    var inputs: [ArraySlice<UInt8>] = []
    while let next = rest.first(where: { "\"]".utf8.contains($0) }), next == UInt8(ascii: "\"") {
      inputs.append(string(&rest))
    }
    return inputs
  }

  /// Takes everything up to the end of the next string, and returns what is between its quotes.
  private static func string(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    rest = rest.drop { $0 != UInt8(ascii: "\"") }.dropFirst()
    var end = rest.startIndex
    while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
      end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    let text = rest[..<min(end, rest.endIndex)]
    rest = rest.dropFirst(text.count + 1)
    return text
  }
}
