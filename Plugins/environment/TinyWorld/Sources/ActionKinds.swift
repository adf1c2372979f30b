internal import TinyTroupeJSON

/// What the world lets people do, as it stands in prompts.
///
/// The same in every step and for everybody, so that prompts keep their common beginning.
enum ActionKinds {
  private static let withBroadcast = list(
    talk: "Without a target, everyone who can hear you is addressed.")
  private static let withoutBroadcast = list(talk: "Without a target, nobody hears it.")

  static func bytes(_ rules: WorldRules) -> [UInt8] {
    rules.broadcastIfNoTarget ? withBroadcast : withoutBroadcast
  }

  private static func list(talk ending: String) -> [UInt8] {
    let kinds: JSON = [
      [
        "type": "TALK", "target": "anyone",
        "text": .string(
          "Says the content aloud to somebody you can talk to. The target is that person's exact"
            + " name, or several names separated by commas. \(ending)"),
      ],
      [
        "type": "THINK", "target": "none",
        "text": "Thinks the content. Nobody else notices.",
      ],
      [
        "type": "REACH_OUT", "target": "person",
        "text": .string(
          "Makes contact with somebody you cannot talk to yet, so that you can from now on. The"
            + " target is that person's exact name."),
      ],
      ["type": "DONE", "target": "none", "text": "Ends your turn. Always the last action."],
    ]
    return kinds.bytes
  }
}
