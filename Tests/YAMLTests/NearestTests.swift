import Testing
import TinyTroupeYAML

@Suite struct NearestTests {
  private let words = ["persona", "population", "fragments", "memory", "tools", "on_error", "as"]

  @Test(
    "A slip is recognised",
    arguments: [
      ("persna", "persona"), ("fragment", "fragments"), ("mmeory", "memory"), ("Tools", "tools"),
      ("on-error", "on_error"), ("popluation", "population"), ("sa", "as"),
    ])
  func slips(word: String, meant: String) {
    #expect(nearest(word, among: words) == meant)
  }

  @Test(
    "Another word is not taken for a slip",
    arguments: ["environment", "", "to", "mem", String(repeating: "a", count: 65)])
  func others(word: String) {
    #expect(nearest(word, among: words) == nil)
  }

  @Test func theFirstOfEquallyNearWordsIsTaken() {
    #expect(nearest("bat", among: ["cat", "hat"]) == "cat")
  }
}
