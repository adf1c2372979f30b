import TinyTroupeYAML

/// Prices by the names of models.
///
/// The table that comes with the program holds what providers published on a day; a user's own table, and
/// what a study says of a model, come before it.
public struct PriceTable: Sendable {
  private var prices: [String: Price]
  /// The day of the newest prices, `2025-08-07`; nil where the table does not say.
  public private(set) var asOf: String?

  /// Makes a table.
  public init(_ prices: [String: Price] = [:], asOf: String? = nil) {
    self.prices = prices
    self.asOf = asOf
  }

  /// The table that comes with the program.
  public static let standard: PriceTable = {
    do throws(DiagnosticList) {
      return try PriceTable(reading: PackageResources.prices_yaml, file: "prices.yaml")
    } catch {
      preconditionFailure("The table of prices must itself be readable: \(error)")
    }
  }()

  /// The same table with the prices of another before its own.
  public func overridden(by other: PriceTable) -> PriceTable {
    PriceTable(
      prices.merging(other.prices) { _, theirs in theirs }, asOf: other.asOf ?? asOf)
  }

  /// The price of a model; nil when the table does not have it.
  ///
  /// A version of a listed model is the model itself: `gpt-5-mini-2025-08-07` costs as much as `gpt-5-mini`.
  /// No other likeness counts.
  public func price(of model: String) -> Price? {
    prices[model] ?? prices[Self.withoutDate(model)]
  }

  /// How many models are listed.
  public var count: Int { prices.count }

  /// A model's name without `-YYYY-MM-DD` at its end.
  private static func withoutDate(_ model: String) -> String {
    let date = model.suffix(11)
    let isDate =
      date.count == 11
      && zip(date, "-0000-00-00").allSatisfy { found, form in
        form == "-" ? found == "-" : found.isASCII && found.isNumber
      }
    return isDate ? String(model.dropLast(11)) : model
  }
}
