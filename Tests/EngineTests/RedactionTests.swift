import Testing

@testable import TinyTroupe

@Suite("Keys in answers")
struct RedactionTests {
  private static let key = "sk-planted-0123456789"

  private func streamed(_ pieces: [String]) -> String {
    var redaction = KeyRedaction()
    redaction.add(Self.key)
    var stream = StreamRedaction(redaction)
    let bytes = pieces.flatMap { stream.cleaned(Array($0.utf8)) } + stream.rest()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("are taken out of a stream wherever it is cut", arguments: 0...key.utf8.count)
  func cut(at place: Int) {
    let (before, after) = (Self.key.prefix(place), Self.key.dropFirst(place))
    #expect(
      streamed(["data: Bearer \(before)", "\(after) is wrong"]) == "data: Bearer [key] is wrong")
  }

  @Test("are taken out of a stream that comes byte by byte")
  func bytes() {
    let text = "a \(Self.key)\(Self.key) sk-"
    #expect(streamed(text.map { String($0) }) == "a [key][key] sk-")
  }

  @Test("hold back nothing that cannot begin a key")
  func prompt() {
    var redaction = KeyRedaction()
    redaction.add(Self.key)
    var stream = StreamRedaction(redaction)
    #expect(stream.cleaned(Array("data: hello\n\n".utf8)).count == 13)
    #expect(stream.cleaned(Array("sk-pl".utf8)).isEmpty)
    #expect(String(decoding: stream.cleaned(Array("um".utf8)), as: UTF8.self) == "sk-plum")
  }
}
