import Testing

@testable import WebGrounding

@Suite("What robots.txt allows")
struct RobotTests {
  @Test(
    "the longest rule decides, and of two as long the one that allows",
    arguments: [
      ("", "/a", true), ("User-agent: *\nDisallow:", "/a", true),
      ("User-agent: *\nDisallow: /", "/a", false),
      ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true),
      ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", false),
      ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true),
      ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false),
      ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true),
      ("User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /b", "/a", true),
      ("User-agent: TinyTroupe\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a", false),
      ("User-agent: x\nUser-agent: *\nDisallow: /a # comment", "/a", false),
      ("nonsense\n:::\nDisallow: /", "/a", true),
    ])
  func rules(text: String, path: String, isAllowed: Bool) {
    #expect(RobotRules(text).allow(path) == isAllowed)
  }

  @Test("addresses are taken apart, and what is none is refused")
  func addresses() throws {
    let page = try #require(WebPage("https://example.org:8443/a/b?c=d#e"))
    #expect(page.site == "https://example.org:8443" && page.path == "/a/b?c=d")
    #expect(WebPage("http://example.org")?.path == "/")
    #expect(WebPage("https://example.org?x=1")?.path == "/?x=1")
    for text in [
      "ftp://example.org", "example.org", "https://", "https://user:pw@example.org/", "",
    ] {
      #expect(WebPage(text) == nil, "\(text)")
    }
  }
}
