import Recollection
import Testing

@Suite("Words")
struct WordTests {
  @Test(
    "C26: are counted without punctuation, and there are none in nothing",
    arguments: [
      ("I would pay three euros for it.", 7), ("One, two - three; four! (five) six? 7: 8 nine", 9),
      ("don't panic", 3), ("", 0), (" \n …! ", 0), ("冷たい", 3), ("Köln fällt AUS", 3),
    ] as [(String, Int)])
  func count(text: String, words: Int) {
    #expect(Words.of(text).count == words)
  }
}
