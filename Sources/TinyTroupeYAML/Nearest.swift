/// Finds the word that a misspelt one was probably meant to be; nil when none is close enough.
///
/// Close enough means one slip for every three letters, at least one; case and `-` against `_` count nothing.
public func nearest(_ word: String, among candidates: [String]) -> String? {
  let letters = folded(word)
  guard !letters.isEmpty, letters.count <= longestWord else { return nil }
  let allowed = max(1, letters.count / 3)
  var best: (distance: Int, word: String)?
  for candidate in candidates {
    let other = folded(candidate)
    guard other.count <= longestWord, abs(other.count - letters.count) <= allowed else { continue }
    let distance = slips(letters, other)
    if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.word
}

/// Longer words are nobody's typing mistake; the bound keeps the comparison cheap for hostile input.
private let longestWord = 64

private func folded(_ word: String) -> [Character] {
  word.lowercased().map { $0 == "_" ? "-" : $0 }
}

/// Damerau-Levenshtein distance (restricted): letters inserted, left out, replaced, or swapped with a neighbour.
private func slips(_ left: [Character], _ right: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var cost = min(last[column + 1], current[column]) + 1
      cost = min(cost, last[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
