/// A manner of speaking, read from what a persona says about style and traits.
enum Voice: Int, CaseIterable, Sendable {
  case plain
  case blunt
  case warm
  case precise
  case teasing
  case gentle
  case formal
  case loud

  /// The words that hint at a manner, in the order of the cases; plain needs none.
  private static let hints = [
    "",
    "rude blunt direct aggressive assertive terse curt firm harsh abrupt impatient confrontational",
    "warm friendly approachable empathetic kind generous caring hearty motherly affectionate gives",
    "precise exact careful analytical meticulous figures figure count counts odds numbers clear",
    "teasing amused humour humor humorous witty playful ironic joke laugh irony sarcastic mischief",
    "gentle quiet unhurried shy slow calm reserved pause soft modest patient thoughtful silent",
    "formal professional polite courteous correct official ceremonial respectful diplomatic",
    "loud fast enthusiastic energetic talkative lively interrupt passionate excitable dramatic",
  ].map { StemSet([$0]) }

  /// Finds the manner that most words of `style` and `traits` hint at; the style counts twice.
  init(style: String, traits: [String]) {
    var scores = [Int](repeating: 0, count: Self.allCases.count)
    Self.count(style, weight: 2, &scores)
    for trait in traits { Self.count(trait, weight: 1, &scores) }
    let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    self = Self(rawValue: scores[best] > 0 ? best : 0) ?? .plain
  }

  private static func count(_ text: String, weight: Int, _ scores: inout [Int]) {
    for word in WordText(text, limit: 400).words {
      for voice in scores.indices.dropFirst() where hints[voice].contains(word.stem) {
        scores[voice] += weight
      }
    }
  }
}
