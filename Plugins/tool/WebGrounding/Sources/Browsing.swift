internal import Grounding
internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One look into the pages.
struct Browsing {
  private static let mostPassages = 5
  private static let beginning = 4000
  /// Larger pages are cut.
  private static let largestPage = 4 << 20
  private static let headers: [(name: String, value: HTTPRequest.HeaderValue)] = [
    ("User-Agent", .text("\(RobotRules.agent)/0.1 (simulation research)")),
    ("Accept", .text("text/html, text/plain, text/markdown")),
  ]

  let urls: [String]
  let call: Call

  /// What the pages say: the beginning of one that is named, else what fits the question.
  func answer(_ wish: String) async throws -> Response {
    let wanted = wish.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !wanted.isEmpty else {
      return Response(["text": "Say which page, or what you want to know."])
    }
    if let url = urls.first(where: { $0 == wanted }) {
      do {
        var length = 0
        let passages = try await passages(of: url).prefix { passage in
          length += passage.text.count
          return length <= Self.beginning
        }
        return told(Array(passages), none: "The page is empty.", [])
      } catch let failure as PluginFailure where failure.isOfThePage {
        return Response(["text": .string("\(url) cannot be read: \(failure.message)")])
      }
    }
    if WebPage(wanted) != nil {
      return Response(["text": "You don't know that page. LIST_PAGES tells which you know."])
    }
    var passages: [Passage] = []
    var problems: [String] = []
    for url in urls {
      do {
        passages += try await self.passages(of: url)
      } catch let failure as PluginFailure where failure.isOfThePage {
        problems.append("\(url): \(failure.message)")
      }
    }
    var search = LexicalSearch(question: wanted)
    for passage in passages { search.add([passage.text]) }
    let found = search.ranking(limit: Self.mostPassages).map { passages[$0.position] }
    return told(found, none: "Your web pages say nothing about that.", problems)
  }

  private func told(_ passages: [Passage], none: String, _ problems: [String]) -> Response {
    var text = passages.isEmpty ? none : Passage.told(passages, from: "your web pages")
    if !problems.isEmpty { text += "\nNot read: " + problems.joined(separator: "; ") }
    return Response([
      "text": .string(text), "data": .array(passages.map { .string($0.place) }),
    ])
  }

  // MARK: Fetching

  /// A page's passages: those that somebody has made in this run, or new ones.
  private func passages(of url: String) async throws -> [Passage] {
    guard let page = WebPage(url) else { return [] }
    let key = "page/\(url)"
    if let kept = try await call.send(.storeGet([key], in: .shared))[0],
      let list = try? JSON(parsing: String(decoding: kept, as: UTF8.self)).array
    {
      return list.map { Passage($0, of: url) }
    }
    guard try await rules(of: page.site).allow(page.path) else {
      throw Self.failure("its site does not want programs to read it (robots.txt)")
    }
    let passages = Passage.all(of: [try await text(of: page)], in: url)
    let value = JSON.array(passages.map(\.json)).bytes
    try await call.send(.storePut([StoredValue(key: key, value: value)], in: .shared))
    return passages
  }

  private func text(of page: WebPage) async throws -> String {
    let reply = try await fetch(page.url)
    guard reply.status == 200 else { throw Self.failure("the server answered \(reply.status)") }
    let text = String(decoding: reply.body.prefix(Self.largestPage), as: UTF8.self)
    let type = (reply.header("content-type") ?? "text/html").lowercased()
    if type.contains("html") { return HTMLText.plain(text) }
    guard type.hasPrefix("text/") || type.contains("json") else {
      throw Self.failure("it is no text but \(type.prefix(60))")
    }
    return text
  }

  /// What a site allows; everything where it says nothing.
  private func rules(of site: String) async throws -> RobotRules {
    let key = "robots/\(site)"
    if let kept = try await call.send(.storeGet([key], in: .shared))[0] {
      return RobotRules(String(decoding: kept, as: UTF8.self))
    }
    let reply = try await fetch(site + "/robots.txt")
    if reply.status >= 500 {
      throw Self.failure("its site's robots.txt cannot be had (\(reply.status))")
    }
    let text = reply.status == 200 ? Array(reply.body.prefix(500_000)) : []
    try await call.send(.storePut([StoredValue(key: key, value: text)], in: .shared))
    return RobotRules(String(decoding: text, as: UTF8.self))
  }

  private func fetch(_ url: String) async throws -> HTTPReply {
    do {
      return try await call.send(
        .http(HTTPRequest("GET", url, headers: Self.headers, timeout: 30_000)))
    } catch let failure as PluginFailure
      where failure.code == .unavailable || failure.code == .deadline
    {
      throw Self.failure(failure.message)
    }
  }

  private static func failure(_ message: String) -> PluginFailure {
    PluginFailure(.unavailable, message, detail: ["reason": "page"])
  }
}

extension PluginFailure {
  /// True for what is wrong with one page.
  fileprivate var isOfThePage: Bool { detail["reason"]?.string == "page" }
}
