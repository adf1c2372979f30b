internal import TinyTroupeJSON

/// What a server says about an error, in whatever shape it says so.
struct ServerError {
  let message: Quotation
  /// Its name for the kind of error, such as `insufficient_quota`; empty when it gives none.
  let code: String

  init(_ body: [UInt8]) {
    if let json = try? JSON(parsing: body) {
      self.init(json)
    } else {
      let start = String(decoding: body.prefix(4096), as: UTF8.self)
      self.init(message: HTMLPage(body)?.title ?? Quotation(start), code: "")
    }
  }

  private init(message: Quotation, code: String) {
    self.message = message
    self.code = code
  }

  /// Reads OpenAI's shape, and those of vLLM, FastAPI and Ollama.
  init(_ json: JSON) {
    let candidates = [
      json["error"]?["message"], json["error"], json["message"], json["detail"],
      json["detail"]?[0]?["msg"],
    ]
    self.init(
      message: Quotation(candidates.lazy.compactMap { $0?.string }.first ?? ""),
      code: json["error"]?["code"]?.string ?? json["error"]?["type"]?.string ?? "")
  }

  /// Whether the provider refused because of what the text is about.
  var isContentFilter: Bool { code == "content_filter" }
}

/// A page that a proxy, a login or a wrong address gave instead of JSON.
struct HTMLPage {
  let title: Quotation

  /// Nil when the bytes don't begin like a page.
  init?(_ body: [UInt8]) {
    guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") else { return nil }
    let text = String(decoding: body.prefix(16_384), as: UTF8.self)
    guard let open = text.firstRange(of: "<title>") ?? text.firstRange(of: "<TITLE>") else {
      title = Quotation("")
      return
    }
    title = Quotation(String(text[open.upperBound...].prefix { $0 != "<" }))
  }
}

/// A server's own words, cut so that a message stays one line.
struct Quotation {
  /// Longer texts are cut here.
  private static let longest = 300
  let text: String

  init(_ raw: String) {
    let words = raw.prefix(4 * Self.longest).split { $0.isWhitespace || $0.isControl }
    let line = words.joined(separator: " ")
    text = line.count > Self.longest ? String(line.prefix(Self.longest - 1)) + "…" : line
  }

  /// For the end of a sentence, without a full stop of its own: `: "…"`; nothing when there are no words.
  var appended: String {
    let words = text.hasSuffix(".") ? text.dropLast() : text[...]
    return words.isEmpty ? "" : ": \"\(words)\""
  }

  /// As a sentence of its own.
  var sentence: String {
    guard let last = text.last else { return "no reason was given." }
    return ".!?".contains(last) ? text : text + "."
  }
}

extension Character {
  fileprivate var isControl: Bool {
    unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }
}
