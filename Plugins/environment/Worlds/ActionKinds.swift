package import TinyTroupeJSON

/// What worlds let people do, as it stands in prompts.
///
/// The same in every step and for everybody, so that prompts keep their common beginning.
package struct ActionKinds: Sendable {
  private let plain: [UInt8]
  private let withPictures: [UInt8]

  /// - Parameters:
  ///   - broadcasts: Whether what is said to nobody in particular is heard.
  ///   - others: Kinds that this world alone has; they come before DONE.
  package init(broadcasts: Bool, others: [JSON] = []) {
    let kinds = [Self.talk(broadcasts), Self.think, Self.reachOut] + others + [Self.done]
    plain = JSON.array(kinds).bytes
    withPictures = JSON.array(kinds + [Self.show]).bytes
  }

  /// - Parameter showsPictures: Whether there are pictures that can be shown.
  package func bytes(showsPictures: Bool) -> [UInt8] { showsPictures ? withPictures : plain }

  private static func talk(_ broadcasts: Bool) -> JSON {
    let ending =
      broadcasts
      ? "Without a target, everyone who can hear you is addressed."
      : "Without a target, nobody hears it."
    return [
      "type": "TALK", "target": "anyone",
      "text": .string(
        "Says the content aloud to somebody you can talk to. The target is that person's exact"
          + " name, or several names separated by commas. \(ending)"),
    ]
  }

  private static let think: JSON = [
    "type": "THINK", "target": "none",
    "text": "Thinks the content. Nobody else notices.",
  ]

  private static let reachOut: JSON = [
    "type": "REACH_OUT", "target": "person",
    "text": .string(
      "Makes contact with somebody you cannot talk to yet, so that you can from now on. The"
        + " target is that person's exact name."),
  ]

  private static let done: JSON = [
    "type": "DONE", "target": "none", "text": "Ends your turn. Always the last action.",
  ]

  private static let show: JSON = [
    "type": "SHOW", "target": "anyone",
    "text": .string(
      "Shows a picture that you have seen. The content is its name, as it stands in brackets, and what"
        + " you say to it. The target is as for TALK."),
  ]
}
