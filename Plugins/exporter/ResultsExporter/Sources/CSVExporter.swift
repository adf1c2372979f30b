public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Makes CSV by RFC 4180, with the separator that a spreadsheet wants.
public struct CSVExporter: Exporter {
  /// `csv` of the plugin `org.tinytroupe.exporter`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.exporter", version: "0.1.0", name: "csv")

  private static let separators: [String: Character] = [
    "comma": ",", "semicolon": ";", "tab": "\t",
  ]
  private let separator: Character
  private let hasMark: Bool

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    let name = config["separator"]?.string ?? "comma"
    guard let separator = Self.separators[name] else {
      throw PluginFailure(
        .invalid, "csv: 'separator' must be comma, semicolon or tab, not '\(name)'.",
        detail: ["path": "separator"])
    }
    self.separator = separator
    hasMark = config["byte_order_mark"]?.bool ?? false
  }

  /// Makes the file.
  public func export(_ request: Request, _ call: Call) async throws -> Response {
    let subject = try Subject(request.json())
    let rows = subject.records.map { record in
      subject.columns.map { cell(Subject.plain(record[$0] ?? .null, in: $0)) }
    }
    let lines = ([subject.columns.map(quoted)] + rows).map {
      $0.joined(separator: String(separator)) + "\n"
    }
    return .file((hasMark ? "\u{FEFF}" : "") + lines.joined(), "text/csv")
  }

  private func cell(_ value: JSON) -> String {
    guard let text = value.string else { return value.isNull ? "" : quoted(value.text) }
    // A spreadsheet would take it for a formula.
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } == true && Double(text) == nil
    return quoted(isFormula ? "'" + text : text)
  }

  private func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains {
      $0 == "\"" || $0 == "\n" || $0 == "\r" || Character($0) == separator
    }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
