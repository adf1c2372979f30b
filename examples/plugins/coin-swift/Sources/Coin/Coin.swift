import TinyTroupeJSON
import TinyTroupePluginKit

/// Tosses with the chance of the host, so that a run with the same seed tosses the same again.
struct Coin: BlockingTool {
  static let identity = Identity(plugin: "org.example.coin", version: "1.0.0", name: "coin")

  init(config: JSON) {}

  func describe(_ request: Request, _ call: Call) -> Response {
    Response(["actions": [["type": "TOSS_COIN", "text": "Tosses a coin.", "effects": "none"]]])
  }

  func perform(_ request: Request, _ call: Call) throws -> Response {
    Response(["text": try call.random(index: 0) % 2 == 0 ? "Heads." : "Tails."])
  }
}
