/// How many calls an endpoint bears at a time, learnt from how it answers.
///
/// Additive increase, multiplicative decrease (Chiu and Jain, "Analysis of the increase and decrease
/// algorithms for congestion avoidance", 1989). What belongs to one burst is told by tickets instead of by
/// time: a call that was sent before the last halving says nothing about what came after it.
struct AdaptiveWindow: Sendable {
  /// What the study allows.
  let ceiling: Int
  private var size: Double
  private var sent = 0
  private var sentAtHalving = 0

  init(ceiling: Int) {
    self.ceiling = max(ceiling, 1)
    size = Double(self.ceiling)
  }

  /// How many calls may be in flight now; at least 1.
  var places: Int { Int(size) }

  /// Counts a call that is being sent; its ticket is needed if it is throttled.
  mutating func begin() -> Int {
    sent += 1
    return sent
  }

  /// Halves, once for all calls that were in flight together.
  mutating func throttled(_ ticket: Int) {
    guard ticket > sentAtHalving else { return }
    size = max(size / 2, 1)
    sentAtHalving = sent
  }

  /// Grows by a 32nd of the ceiling, and at least by one, for each window of calls that were answered.
  mutating func answered() {
    let step = max(Double(ceiling) / 32, 1)
    size = min(size + step / size, Double(ceiling))
  }
}
