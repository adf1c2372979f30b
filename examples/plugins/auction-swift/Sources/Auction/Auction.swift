import TinyTroupeJSON
import TinyTroupePluginKit

/// An auction house: people talk and bid, and the hammer falls when nobody bids more.
struct Auction: BlockingEnvironment {
  static let identity = Identity(
    plugin: "org.example.auction", version: "1.0.0", name: "auction")

  private let lots: [Lot]
  private let latest = LatestState()

  init(config: JSON) throws {
    lots = try (config["lots"]?.array ?? []).map { try Lot($0) }
    if lots.isEmpty { throw PluginFailure(.invalid, "auction: there are no 'lots' to sell.") }
  }

  func open(_ request: Request, _ call: Call) -> Response {
    Response(["state": kept(Sale())])
  }

  /// The auctioneer calls, and everybody may bid.
  func observe(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var sale = Sale(latest.state(for: json) ?? .null)
    let due = (json["due"]?.array ?? []).map { entry -> JSON in
      ["type": "CONVERSATION", "content": entry["content"] ?? "", "to": entry["to"] ?? "all"]
    }
    let words = sale.call(lots)
    return Response([
      "everyone": ["accessible": "all", "place": "the auction house", "action_kinds": Self.kinds],
      "stimuli": .array(due + [Self.saying(words, to: "all")]), "state": kept(sale),
    ])
  }

  /// Bids count in the order of the intents; what is said is heard by all the others.
  func step(_ request: Request, _ call: Call) throws -> Response {
    let json = try request.json()
    var sale = Sale(latest.state(for: json) ?? .null)
    var stimuli: [JSON] = []
    var deliveries: [JSON] = []
    for intent in json["intents"]?.array ?? [] where sale.lot < lots.count {
      let (agent, content) = (intent["agent"] ?? "", intent["content"]?.string ?? "")
      switch intent["type"]?.string {
      case "TALK": deliveries.append(["intent": intent["id"] ?? .null, "to": "others"])
      case "BID":
        let price = Double(content)
        let mistake = price.map { sale.bid($0, by: agent.string ?? "", for: lots[sale.lot]) }
        if let why = mistake ?? "A bid is a number: 12.50" {
          stimuli.append(Self.saying(why, to: .array([agent])))
        }
      default: break
      }
    }
    var result: JSONObject = [
      "deliveries": .array(deliveries), "stimuli": .array(stimuli), "state": kept(sale),
    ]
    if sale.lot == lots.count { result["finished"] = "All lots are sold." }
    return Response(.object(result))
  }

  func close(_ request: Request, _ call: Call) -> Response {
    Response(["text": "The auction is over."])
  }

  private func kept(_ sale: Sale) -> JSON {
    latest.keep(sale.json)
    return sale.json
  }

  private static func saying(_ words: String, to audience: JSON) -> JSON {
    ["type": "CONVERSATION", "content": .string(words), "source": "the auctioneer", "to": audience]
  }

  private static let kinds: JSON = [
    ["type": "TALK", "target": "none", "text": "Says the content aloud; everybody hears it."],
    [
      "type": "BID", "target": "none",
      "text": "Bids for what is on offer. The content is the price, a number and nothing else.",
    ],
    ["type": "DONE", "target": "none", "text": "Ends your turn. Always the last action."],
  ]
}
