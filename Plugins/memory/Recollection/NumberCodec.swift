/// Writes numbers as bytes: mostly one or two each, since event numbers grow by little.
///
/// Each number is stored as the difference to the one before, its sign in the lowest bit, seven
/// bits a byte, the eighth set where more bytes follow.
package enum NumberCodec {
  /// Writes numbers.
  package static func encode(_ numbers: some Sequence<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var last = 0
    for number in numbers {
      let difference = number &- last
      var rest = UInt64(bitPattern: Int64((difference << 1) ^ (difference >> 63)))
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
      last = number
    }
    return bytes
  }

  /// Reads what `encode` wrote; nil for anything else.
  package static func decode(_ bytes: [UInt8]) -> [Int]? {
    var numbers: [Int] = []
    numbers.reserveCapacity(bytes.count)
    var last = 0
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      guard shift < 64 else { return nil }
      rest |= UInt64(byte & 0x7F) << shift
      shift += 7
      guard byte < 0x80 else { continue }
      last = last &+ Int(truncatingIfNeeded: Int64(rest >> 1) ^ -Int64(rest & 1))
      numbers.append(last)
      (rest, shift) = (0, 0)
    }
    return shift == 0 ? numbers : nil
  }
}
