import Mustache
import TinyTroupeJSON

/// Asks a model again, and shows it what it said and what was wrong with that.
enum RepairRequest {
  /// More of a bad reply is not shown: it is paid for as part of the prompt.
  private static let longestQuote = 16_384
  /// How many mistakes are named.
  private static let mostMistakes = 5

  private static let template: MustacheTemplate = {
    let bytes = PackageResources.repair_mustache
    do {
      return try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    } catch {
      preconditionFailure("The template repair.mustache does not parse: \(error)")
    }
  }()

  /// The conversation with the bad reply and a word about it at its end; nil when it is no JSON array.
  ///
  /// The bytes of the messages that are there stay as they are, so that a server's cache of the prompt holds.
  static func messages(
    _ messages: [UInt8], after reply: String, mistakes: [String]
  ) -> [UInt8]? {
    let isSpace = { (byte: UInt8) in [0x20, 0x0A, 0x0D, 0x09].contains(byte) }
    guard messages.first(where: { !isSpace($0) }) == UInt8(ascii: "["),
      let end = messages.lastIndex(where: { !isSpace($0) }), messages[end] == UInt8(ascii: "]")
    else { return nil }
    var longer = Array(messages[..<end])
    let isEmpty = longer.last { !isSpace($0) } == UInt8(ascii: "[")
    if !isEmpty { longer.append(UInt8(ascii: ",")) }
    longer += message("assistant", String(reply.prefix(longestQuote)))
    longer.append(UInt8(ascii: ","))
    longer += message("user", complaint(mistakes))
    longer.append(UInt8(ascii: "]"))
    return longer
  }

  private static func message(_ role: String, _ content: String) -> [UInt8] {
    let message: JSON = ["role": .string(role), "content": .string(content)]
    return message.bytes
  }

  private static func complaint(_ mistakes: [String]) -> String {
    let list = mistakes.prefix(mostMistakes).joined(separator: "; ")
    var text = template.render(["mistakes": list])
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
