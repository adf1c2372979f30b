public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Lets a person read the web pages that the study lists.
///
/// A page is fetched once in a run, if its site's robots.txt allows it, and kept with the run. What it says
/// comes as a quotation with its place. An instance keeps nothing.
public struct WebGrounding: Tool {
  /// `web` of the plugin `org.tinytroupe.web`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.web", version: "0.1.0", name: "web")

  private let urls: [String]

  /// Reads the addresses.
  public init(config: JSON) throws {
    urls = (config["urls"]?.array ?? []).compactMap(\.string)
    for url in urls where WebPage(url) == nil {
      throw PluginFailure(
        .invalid, "'\(url)' is no address of a web page; write it with https://.",
        detail: ["path": "urls"])
    }
  }

  /// Lists BROWSE and LIST_PAGES.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    Response([
      "actions": [
        [
          "type": "BROWSE",
          "text":
            "Looks into your web pages: an address gives the page's beginning, a question what they say about it.",
          "effects": "read", "idempotent": true, "when": "now",
        ],
        [
          "type": "LIST_PAGES", "text": "Tells which web pages you know. Without content.",
          "effects": "read", "idempotent": true, "when": "now",
        ],
      ]
    ])
  }

  /// Reads or lists pages.
  public func perform(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    switch json["type"]?.string {
    case "LIST_PAGES":
      let lines = urls.map { "- \($0)" }.joined(separator: "\n")
      return Response([
        "text": .string(urls.isEmpty ? "You know no web pages." : "Your web pages:\n\(lines)"),
        "data": .array(urls.map(JSON.string)),
      ])
    case "BROWSE":
      return try await Browsing(urls: urls, call: call).answer(json["input"]?.string ?? "")
    case let type:
      throw PluginFailure(.unsupported, "web: there is no action '\(type ?? "")'.")
    }
  }
}
