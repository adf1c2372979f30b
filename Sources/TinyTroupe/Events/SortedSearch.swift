extension RandomAccessCollection {
  /// The index of the first element for which `isBelow` is false, in a collection that has all
  /// those for which it is true first.
  func firstIndex(pastThose isBelow: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if isBelow(self[middle]) {
        low = index(after: middle)
        count -= half + 1
      } else {
        count = half
      }
    }
    return low
  }
}
