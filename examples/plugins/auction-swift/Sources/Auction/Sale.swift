import TinyTroupeJSON
import TinyTroupePluginKit

/// What is sold.
struct Lot {
  let name: String
  let start: Double

  init(_ json: JSON) throws {
    guard let name = json["name"]?.string, let start = json["start"]?.double, start < 1e9 else {
      throw PluginFailure(
        .invalid, "auction: each lot needs a 'name', and a 'start' price below 1000000000.")
    }
    self.name = name
    self.start = start
  }
}

/// How far the sale is: all that the house must remember from step to step.
struct Sale {
  /// The number of the lot that is on offer.
  var lot = 0
  var best: (bidder: String, price: Double)?
  /// How many steps nobody has bid in.
  var calls = 0

  init() {}

  init(_ state: JSON) {
    lot = state["lot"]?.integer ?? 0
    calls = state["calls"]?.integer ?? 0
    if let bidder = state["bidder"]?.string, let price = state["price"]?.double {
      best = (bidder, price)
    }
  }

  var json: JSON {
    var json: JSONObject = ["lot": .integer(Int64(lot)), "calls": .integer(Int64(calls))]
    if let best {
      json["bidder"] = .string(best.bidder)
      json["price"] = .number(best.price)
    }
    return .object(json)
  }

  /// Takes a bid; answers why it does not count, or nil.
  mutating func bid(_ price: Double, by bidder: String, for lot: Lot) -> String? {
    // Not a number, or more than anybody has.
    guard price >= 0, price < 1e9 else { return "That is no price." }
    if let best, price <= best.price { return "Your bid is too low: \(best.bidder) bids more." }
    if price < lot.start { return "Bidding for \(lot.name) starts at \(written(lot.start))." }
    best = (bidder, price)
    calls = 0
    return nil
  }

  /// Calls once more; after two calls without a bid the lot is gone, and the next one comes.
  ///
  /// - Returns: What the auctioneer says.
  mutating func call(_ lots: [Lot]) -> String {
    guard lot < lots.count else { return "The auction is over." }
    let lot = lots[lot]
    calls += 1
    guard calls > 2 else {
      let words = calls == 1 ? "" : " Going once, going twice …"
      return best.map { "\(written($0.price)) for \(lot.name) from \($0.bidder).\(words)" }
        ?? "Who gives \(written(lot.start)) for \(lot.name)?\(words)"
    }
    let end = best.map { "Sold! \(lot.name) goes to \($0.bidder) for \(written($0.price))." }
    self = Sale(next: self.lot + 1)
    return end ?? "Nobody wants \(lot.name). It is withdrawn."
  }

  private init(next lot: Int) { self.lot = lot }
}

/// A price without a needless fraction.
private func written(_ price: Double) -> String {
  price == price.rounded() ? "\(Int(price))" : "\(price)"
}
