/// Chance that is computed: the same question gets the same answer, in any order.
struct Draw: Sendable {
  /// What is decided by a number of its own.
  enum Question: UInt64 {
    case opener, closer, stance, ground, groundOrder, reply, thought, partner, speaks, opens, closes
    case addresses, thinks, reaches, money, attention, aim, emotion, kind, reason, broods
    case newcomer
  }

  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  /// 64 bits for a question; `detail` tells apart several of the same kind.
  func bits(_ question: Question, _ detail: UInt64 = 0) -> UInt64 {
    Self.mix(seed &+ question.rawValue &* 0x9E37_79B9_7F4A_7C15 ^ Self.mix(detail))
  }

  /// A number from 0 to below `count`, which is at least 1.
  func number(_ question: Question, below count: Int, _ detail: UInt64 = 0) -> Int {
    Int(bits(question, detail) % UInt64(max(count, 1)))
  }

  /// True in `percent` of a hundred cases.
  func happens(_ question: Question, percent: Int, _ detail: UInt64 = 0) -> Bool {
    number(question, below: 100, detail) < percent
  }

  /// The finaliser of SplitMix64.
  static func mix(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
