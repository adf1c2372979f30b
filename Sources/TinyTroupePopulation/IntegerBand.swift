/// A category that is a range of whole numbers, such as the age band `18-29`.
public struct IntegerBand: Sendable, Equatable {
  /// The numbers of the band.
  public let range: ClosedRange<Int>

  /// How far a band without an upper end (`65+`) reaches.
  static let openWidth = 24

  /// Reads `18-29`, `18–29`, `18 to 29` or `65+`; nil for any other text.
  public init?(_ text: String) {
    let compact = text.replacing(" to ", with: "-").replacing("–", with: "-")
      .filter { !$0.isWhitespace }
    if compact.hasSuffix("+"), let low = Self.number(compact.dropLast()) {
      range = low...(low + Self.openWidth)
      return
    }
    let parts = compact.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Self.number(parts[0]), let high = Self.number(parts[1]),
      low <= high
    else { return nil }
    range = low...high
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...6).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return Int(text)
  }

  /// One of its numbers, each as likely.
  public func draw(using generator: inout some RandomNumberGenerator) -> Int {
    range.lowerBound + generator.below(range.count)
  }
}
