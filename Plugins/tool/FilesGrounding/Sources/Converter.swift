internal import Grounding
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Makes text of a document.
enum Converter: Sendable {
  case text
  case html
  case pdf
  case docx

  /// The converter for a file, by its ending; nil for what is no document.
  init?(for name: String) {
    switch name.lowercased().split(separator: ".").last {
    case "md", "markdown", "txt", "csv", "tsv", "json", "yaml", "yml": self = .text
    case "html", "htm": self = .html
    case "pdf": self = .pdf
    case "docx": self = .docx
    default: return nil
    }
  }

  /// The document's pages; one where it has none.
  ///
  /// - Throws: That it is no such document, or that the program which reads it is not there.
  func pages(of bytes: [UInt8], _ call: Call) async throws -> [String] {
    switch self {
    case .text: return [try Self.checkedText(bytes)]
    case .html: return [HTMLText.plain(try Self.checkedText(bytes))]
    case .pdf:
      guard bytes.starts(with: Array("%PDF-".utf8)) else { throw Self.notA("PDF") }
      let result = try await call.send(
        .run("pdftotext", ["-enc", "UTF-8", "-", "-"], input: bytes, timeout: 120_000))
      let text = try Self.output(result, of: "pdftotext")
      var pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false).map(String.init)
      if pages.last?.allSatisfy(\.isWhitespace) == true, pages.count > 1 { pages.removeLast() }
      return pages
    case .docx:
      try ZipDirectory(bytes).checkSize()
      let result = try await call.send(
        .run(
          "pandoc", ["--sandbox", "-f", "docx", "-t", "plain", "--wrap=none"], input: bytes,
          timeout: 60_000))
      return [try Self.output(result, of: "pandoc")]
    }
  }

  private static func output(_ result: ProgramResult, of program: String) throws -> String {
    guard result.status == 0 else {
      let reason = result.error.split(whereSeparator: \.isNewline).first ?? ""
      throw failure("\(program) cannot read it (\(reason.prefix(200)))")
    }
    return try checkedText(result.output)
  }

  /// The text of bytes: UTF-8 without zeros, which no text has.
  private static func checkedText(_ bytes: [UInt8]) throws -> String {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw failure("it is no text in UTF-8")
    }
    return text
  }

  static func notA(_ kind: String) -> PluginFailure { failure("it is no \(kind) document") }

  static func failure(_ message: String) -> PluginFailure {
    PluginFailure(.invalid, message, detail: ["reason": "document"])
  }
}

/// What a zip archive says that it holds, which is looked at before anything is unpacked.
struct ZipDirectory {
  /// More text than that is in no document that a person wrote.
  private static let mostBytes = 200 << 20
  private static let mostEntries = 10_000

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Refuses what would become too large: a small file can unpack to gigabytes.
  func checkSize() throws {
    guard bytes.starts(with: [0x50, 0x4B]), let end = endRecord else {
      throw Converter.notA("Word")
    }
    var position = Int(number(at: end + 16, size: 4))
    let count = Int(number(at: end + 10, size: 2))
    guard count <= Self.mostEntries else { throw Converter.failure("it holds too many parts") }
    var total: UInt64 = 0
    for _ in 0..<count {
      guard position + 46 <= bytes.count, number(at: position, size: 4) == 0x0201_4B50 else {
        throw Converter.notA("Word")
      }
      total += number(at: position + 24, size: 4)
      let lengths = [28, 30, 32].map { Int(number(at: position + $0, size: 2)) }
      position += 46 + lengths.reduce(0, +)
    }
    guard total <= Self.mostBytes else {
      throw Converter.failure("it would unpack to \(total >> 20) MB, which no document has")
    }
  }

  /// Where the record at the archive's end begins; a comment of up to 64 KB may follow it.
  private var endRecord: Int? {
    let last = bytes.count - 22
    guard last >= 0 else { return nil }
    return (max(0, last - 0xFFFF)...last).reversed().first {
      number(at: $0, size: 4) == 0x0605_4B50
    }
  }

  private func number(at position: Int, size: Int) -> UInt64 {
    guard position >= 0, position + size <= bytes.count else { return 0 }
    return (0..<size).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }
}
