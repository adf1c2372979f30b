internal import TinyTroupeJSON

/// What the world lets people do, as it stands in prompts.
///
/// The same in every step and for everybody, so that prompts keep their common beginning.
enum ActionKinds {
  private static let loud = "Without a target, everyone who can hear you is addressed."
  private static let quiet = "Without a target, nobody hears it."
  private static let withBroadcast = JSON.array(kinds(talk: loud)).bytes
  private static let withoutBroadcast = JSON.array(kinds(talk: quiet)).bytes
  private static let withPictures = JSON.array(kinds(talk: loud) + [show]).bytes
  private static let withPicturesOnly = JSON.array(kinds(talk: quiet) + [show]).bytes

  /// - Parameter showsPictures: Whether there are pictures that can be shown.
  static func bytes(_ rules: WorldRules, showsPictures: Bool) -> [UInt8] {
    switch (rules.broadcastIfNoTarget, showsPictures) {
    case (true, false): withBroadcast
    case (false, false): withoutBroadcast
    case (true, true): withPictures
    case (false, true): withPicturesOnly
    }
  }

  private static let show: JSON = [
    "type": "SHOW", "target": "anyone",
    "text": .string(
      "Shows a picture that you have seen. The content is its name, as it stands in brackets, and what"
        + " you say to it. The target is as for TALK."),
  ]

  private static func kinds(talk ending: String) -> [JSON] {
    [
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
  }
}
