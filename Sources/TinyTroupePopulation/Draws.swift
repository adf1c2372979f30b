extension RandomNumberGenerator {
  /// A whole number from 0 up to but not including `bound`, each as likely.
  ///
  /// Numbers above the last multiple of `bound` are drawn again, so that none is favoured. The standard library's
  /// own functions promise no algorithm, and what is drawn here must be the same in every version.
  mutating func below(_ bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let bound = UInt64(bound)
    let last = UInt64.max - UInt64.max % bound
    var bits = next()
    while bits >= last { bits = next() }
    return Int(bits % bound)
  }

  /// A number from 0 up to but not including 1, with 53 random bits.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The elements in a random order (Fisher and Yates, in Durstenfeld's form).
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in elements.indices.reversed().dropLast() { elements.swapAt(last, below(last + 1)) }
    return elements
  }
}
