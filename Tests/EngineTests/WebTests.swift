import StubServer
import Synchronization
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("Web pages that people read")
struct WebTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let missing = StubReply.error(404, type: "t", code: "c", message: "none")

  private static func site(_ robots: String? = nil) -> StubServer {
    StubServer(
      StubBehaviour(
        recordsRequests: true,
        reply: { request in
          switch request.path {
          case "/robots.txt":
            if let robots {
              StubReply.bytes(Array(robots.utf8), type: "text/plain")
            } else {
              missing
            }
          case "/soup":
            .bytes(
              Array("<h1>Soup</h1><script>evil()</script><p>A bottle costs 4.99 &euro;.</p>".utf8),
              type: "text/html; charset=utf-8")
          case "/photo": .bytes([0xFF, 0xD8], type: "image/jpeg")
          case "/private/diary": .bytes(Array("Dear diary, the soup.".utf8), type: "text/plain")
          default: missing
          }
        }))
  }

  private func browse(
    _ server: StubServer, _ content: @escaping (String) -> String, type: String = "BROWSE",
    pages: [String] = ["/soup", "/photo", "/private/diary"], steps: Int = 1
  ) async throws -> (text: String, record: Record) {
    let base = "http://127.0.0.1:\(try server.start())"
    let tool = ComponentPlan(
      kind: "tool", plugin: "org.tinytroupe.web", name: "web",
      config: ["urls": .array(pages.map { .string(base + $0) })])
    let script = Troupe.line(nil, (type, "", content(base)))
    let record = try await troupe.run(
      troupe.plan(["Ana"], [script], timeline: [.run(steps: steps)], tools: [tool]))
    server.stop()
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    let told = record.events(.toolPerformed).first?.payload["text"]?.string ?? ""
    return (told.replacing(base, with: "SITE"), record)
  }

  @Test("C54: a page is fetched, freed of its marks, and quoted with its address")
  func page() async throws {
    let (text, _) = try await browse(Self.site()) { $0 + "/soup" }
    #expect(text.contains("[SITE/soup, offset 0]\n> Soup\n> A bottle costs 4.99 €."))
    #expect(!text.contains("evil"))
    let asked = try await browse(Self.site()) { _ in "What does a bottle cost?" }
    #expect(asked.text.contains("> A bottle costs 4.99 €."))
    #expect(asked.text.contains("Not read: SITE/photo: it is no text but image/jpeg"))
    let listed = try await browse(Self.site(), { _ in "" }, type: "LIST_PAGES")
    #expect(listed.text.hasPrefix("Your web pages:\n- SITE/soup"))
  }

  @Test("what robots.txt does not want to be read is left alone")
  func robots() async throws {
    let server = Self.site("User-agent: *\nDisallow: /private/\n")
    let (text, _) = try await browse(server) { $0 + "/private/diary" }
    #expect(
      text
        == "SITE/private/diary cannot be read: its site does not want programs to read it (robots.txt)"
    )
    #expect(server.requests.allSatisfy { $0.path != "/private/diary" })
  }

  @Test("pages that the study does not list are not fetched")
  func allowList() async throws {
    let server = Self.site()
    let (text, _) = try await browse(server, { $0 + "/private/diary" }, pages: ["/soup"])
    #expect(text == "You don't know that page. LIST_PAGES tells which you know.")
    #expect(server.requests.isEmpty)
    let other = Self.site()
    let outside = try await browse(other) { _ in "http://127.0.0.1:9/x" }
    #expect(outside.text == "You don't know that page. LIST_PAGES tells which you know.")
  }

  @Test("a page is fetched once in a run, and a replay fetches nothing")
  func once() async throws {
    let server = Self.site()
    let (_, record) = try await browse(server, { _ in "bottle" }, pages: ["/soup"], steps: 3)
    #expect(server.requests.map(\.path) == ["/robots.txt", "/soup"])
    #expect(try record.calls.count { $0.op == "http.request" } == 2)
  }

  @Test("a server that is not there, or a page that is not, is told")
  func missing() async throws {
    let (text, _) = try await browse(Self.site(), { $0 + "/none" }, pages: ["/none"])
    #expect(text == "SITE/none cannot be read: the server answered 404")
    let tool = ComponentPlan(
      kind: "tool", plugin: "org.tinytroupe.web", name: "web",
      config: ["urls": ["http://127.0.0.1:9/x"]])
    let script = Troupe.line(nil, ("BROWSE", "", "http://127.0.0.1:9/x"))
    let record = try await troupe.run(troupe.plan(["Ana"], [script], tools: [tool]))
    let told = record.events(.toolPerformed).first?.payload["text"]?.string ?? ""
    #expect(told.hasPrefix("http://127.0.0.1:9/x cannot be read: "), "\(told)")
  }
}
