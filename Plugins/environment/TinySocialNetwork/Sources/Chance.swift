/// Chance that comes from the run's seed: each draw has a number of its own.
struct Chance {
  private let bits: (_ index: UInt64) throws -> UInt64
  private var index: UInt64 = 0

  /// - Parameter bits: 64 uniform bits for each index.
  init(_ bits: @escaping (_ index: UInt64) throws -> UInt64) {
    self.bits = bits
  }

  /// A number from 0 up to a bound, which is positive.
  mutating func number(below bound: Int) throws -> Int {
    Int(try next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Whether something happens that has a probability.
  mutating func happens(_ probability: Double) throws -> Bool {
    Double(try next() >> 11) * 0x1p-53 < probability
  }

  private mutating func next() throws -> UInt64 {
    index += 1
    return try bits(index - 1)
  }
}
