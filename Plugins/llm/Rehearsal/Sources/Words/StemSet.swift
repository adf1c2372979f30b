/// A set of stems that is asked for every word heard: open addressing, made once.
struct StemSet: Sendable {
  private var slots: [UInt64]
  private let mask: Int

  /// Takes all words of some texts.
  init(_ texts: [String]) {
    let stems = texts.flatMap { WordText($0, limit: .max).words.map(\.stem.value) }
    var size = 64
    while size < stems.count * 3 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    mask = size - 1
    for stem in stems { slots[position(of: stem)] = stem }
  }

  func contains(_ stem: Stem) -> Bool { slots[position(of: stem.value)] == stem.value }

  private func position(of stem: UInt64) -> Int {
    var position = Int(truncatingIfNeeded: stem) & mask
    while slots[position] != 0, slots[position] != stem { position = (position + 1) & mask }
    return position
  }
}
