import Testing
import TinyTroupeYAML

@testable import TinyTroupe

@Suite("Money and prices")
struct PriceTests {
  @Test(
    "amounts are told in dollars, small ones with four digits",
    arguments: [
      (0.0, "$0.00"), (2.5, "$2.50"), (0.1, "$0.10"), (0.0999, "$0.0999"), (0.00424, "$0.0042"),
      (0.00004, "under $0.0001"), (1234.567, "$1234.57"), (0.995, "$1.00"),
    ])
  func words(dollars: Double, text: String) {
    #expect(Money(dollars: dollars)?.description == text)
  }

  @Test("what is no amount is none", arguments: [Double.nan, .infinity, 1e9])
  func noAmount(dollars: Double) {
    #expect(Money(dollars: dollars) == nil)
  }

  @Test("sums end at the largest amount, and of the unknown there is no sum")
  func sums() {
    #expect(Money(picodollars: .max) + Money(picodollars: 1) == Money(picodollars: .max))
    #expect((Money.zero as Money?) + nil == nil)
    #expect((Money(picodollars: 1) as Money?) + Money(picodollars: 2) == Money(picodollars: 3))
  }

  @Test("each kind of token has its price")
  func kinds() throws {
    let price = try #require(Price(input: 1, cachedInput: 0.1, output: 10, reasoning: 20))
    let usage = TokenUsage(input: 1000, cached: 400, output: 100, reasoning: 30)
    // 600 at 1, 400 at 0.1, 70 at 10 and 30 at 20 dollars for a million.
    #expect(price.cost(of: usage) == Money(dollars: 0.0006 + 0.00004 + 0.0007 + 0.0006))
  }

  @Test("a server that reports more cached tokens than tokens gets nothing back")
  func nonsense() throws {
    let price = try #require(Price(input: 1, cachedInput: 0, output: 1))
    #expect(price.cost(of: TokenUsage(input: 10, cached: 1000)) == .zero)
  }

  @Test("the table knows versions of its models, and nothing that only looks like them")
  func table() throws {
    let mini = try #require(PriceTable.standard.price(of: "gpt-5-mini"))
    #expect(PriceTable.standard.price(of: "gpt-5-mini-2025-08-07") == mini)
    #expect(mini.output == Money(picodollars: 2_000_000))
    for stranger in [
      "gpt-5-mini-turbo", "my-gpt-5-mini", "gpt-5-mini-2025-08-0x", "", "-2025-08-07",
    ] {
      #expect(PriceTable.standard.price(of: stranger) == nil, "\(stranger)")
    }
  }

  @Test("a user's table comes first")
  func override() throws {
    let text =
      "as_of: 2026-11-01\nmodels: {gpt-5-mini: {input: 9, output: 9}, mine: {input: 0, output: 1}}"
    let table = PriceTable.standard.overridden(
      by: try PriceTable(reading: Array(text.utf8), file: "prices.yaml"))
    #expect(table.price(of: "gpt-5-mini")?.input == Money(picodollars: 9_000_000))
    #expect(table.price(of: "mine")?.output == Money(picodollars: 1_000_000))
    #expect(table.price(of: "gpt-5") != nil)
    #expect(table.asOf == "2026-11-01")
  }

  @Test("a wrong table says where")
  func mistakes() {
    for (text, place) in [
      ("models: {a: {input: -1, output: 1}}", "prices.yaml:1:21"),
      ("models: {a: {input: 1}}", "prices.yaml:1:13"), ("model: {}", "prices.yaml:1:1"),
    ] {
      #expect {
        try PriceTable(reading: Array(text.utf8), file: "prices.yaml")
      } throws: { error in
        guard let list = error as? DiagnosticList else { return false }
        return "\(list.diagnostics[0])".contains(place)
      }
    }
  }

  @Test("tokens are a quarter of ASCII and more of other scripts")
  func estimate() {
    #expect(TokenEstimate.tokens("abcdefgh".utf8) == 2)
    #expect(TokenEstimate.tokens("日本語".utf8) == 5)
    #expect(TokenEstimate.tokens("".utf8) == 0)
  }
}
