import Testing

@testable import TinyTroupe

@Suite struct StoredBodyTests {
  private func joined(_ body: StoredBody) -> [UInt8] {
    body.parts.flatMap { body.bytes[$0.range] }
  }

  @Test(
    "The parts are the bytes, whatever they hold",
    arguments: [
      "one message", "messages", "no text", "depth", "numbers", "backslashes", "closed too often",
      "quotes", "a quote at the end",
    ])
  func wholeness(name: String) throws {
    let bytes = try #require(Self.samples[name])
    let body = StoredBody(bytes)
    #expect(joined(body) == bytes)
    #expect(body.parts.allSatisfy { !$0.range.isEmpty })
  }

  private static let samples: [String: [UInt8]] = [
    "one message": Sample.messages(1, size: 3000),
    "messages": Sample.messages(40),
    "no text": Array(repeating: 0xFF, count: 5000),
    "depth": Array(String(repeating: "[", count: 4000).utf8),
    "numbers": Array(("[" + String(repeating: "1,", count: 4000)).utf8),
    "backslashes": Array(("[\"" + String(repeating: "\\", count: 4001)).utf8),
    "closed too often": Array(("[1]" + String(repeating: "],", count: 4000)).utf8),
    "quotes": Array(("[\"" + String(repeating: "\\\"", count: 3000) + "\",2]").utf8),
    "a quote at the end": Array(("[" + String(repeating: "1,", count: 2000) + "\"").utf8),
  ]

  @Test func smallBytesStayWhole() {
    #expect(StoredBody(Sample.messages(1, size: 100)).parts.isEmpty)
    #expect(StoredBody([]).parts.isEmpty)
  }

  @Test func conversationsWithOneBeginningShareItsParts() {
    let short = StoredBody(Sample.messages(20)).parts.map(\.digest)
    let long = StoredBody(Sample.messages(21)).parts.map(\.digest)
    #expect(short.count >= 6)
    // All but the last, which ends where the shorter conversation does.
    #expect(short.dropLast() == long.prefix(short.count - 1))
  }

  @Test func aCutIsNeverMadeWithinAMessage() throws {
    let body = StoredBody(Sample.messages(20))
    for part in body.parts.dropFirst().dropLast() {
      #expect(body.bytes[part.range].starts(with: Array(#",{"role":"#.utf8)))
    }
  }
}
