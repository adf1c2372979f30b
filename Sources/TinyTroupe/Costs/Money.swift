/// An amount of US dollars, exact to a millionth of a millionth, so that the price of one token is a whole number.
public struct Money: Sendable, Hashable {
  /// The amount in picodollars: 10^-12 dollars.
  public var picodollars: Int

  /// Nothing.
  public static let zero = Money(picodollars: 0)

  /// Makes an amount.
  public init(picodollars: Int) {
    self.picodollars = picodollars
  }

  /// Makes an amount of dollars, rounded to a picodollar; nil for what is no amount or more than nine million.
  public init?(dollars: Double) {
    guard dollars.isFinite, abs(dollars) < 9_000_000 else { return nil }
    self.init(picodollars: Int((dollars * 1e12).rounded()))
  }

  /// The amount in dollars, for files and programs.
  public var dollars: Double { Double(picodollars) / 1e12 }

  /// Adds two amounts; the largest one where the sum would be larger.
  public static func + (left: Money, right: Money) -> Money {
    let (sum, overflows) = left.picodollars.addingReportingOverflow(right.picodollars)
    return Money(picodollars: overflows ? .max : sum)
  }

  /// So many times an amount; the largest one where the product would be larger.
  static func * (count: Int, amount: Money) -> Money {
    let (product, overflows) = count.multipliedReportingOverflow(by: amount.picodollars)
    return Money(picodollars: overflows ? .max : product)
  }
}

// MARK: - Comparable

extension Money: Comparable {
  /// Whether one amount is smaller than the other.
  public static func < (left: Money, right: Money) -> Bool {
    left.picodollars < right.picodollars
  }
}

// MARK: - CustomStringConvertible

extension Money: CustomStringConvertible {
  /// The amount as people read it: `$2.50`, and with four digits below ten cents: `$0.0042`.
  public var description: String {
    let digits = abs(picodollars) < 100_000_000_000 && picodollars != 0 ? 4 : 2
    let unit = digits == 4 ? 100_000_000 : 10_000_000_000
    let (whole, rest) = picodollars.magnitude.quotientAndRemainder(dividingBy: UInt(unit))
    let units = whole + (rest * 2 >= UInt(unit) ? 1 : 0)
    if units == 0, picodollars != 0 { return "under $0.0001" }
    let scale: UInt = digits == 4 ? 10_000 : 100
    let cents = String(units % scale)
    let padding = String(repeating: "0", count: digits - cents.count)
    return "\(picodollars < 0 ? "-" : "")$\(units / scale).\(padding)\(cents)"
  }
}

extension Money? {
  /// Adds two amounts of which one may be unknown; then the sum is unknown, too.
  static func + (left: Money?, right: Money?) -> Money? {
    guard let left, let right else { return nil }
    let sum: Money = left + right
    return sum
  }
}
