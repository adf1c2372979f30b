internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// What a study decided about feeds.
struct FeedRules: Sendable {
  /// What comes first.
  enum Order: String, CaseIterable, Sendable {
    /// What is newest.
    case recency
    /// What has most to do with the reader's interests; among equals, what is newest.
    case interest
  }

  let order: Order
  /// How many posts a feed has at most.
  let length: Int
  /// How many characters of a post it shows.
  let characters: Int
  /// The types that make people see another's posts besides following; nil for all that the study gives.
  let types: [String]?

  init(_ json: JSON, given types: [String]) throws {
    let settings = WorldSettings(json, of: TinySocialNetwork.identity.name, under: "feed")
    order = try settings.choice("order", default: .recency)
    let component = TinySocialNetwork.identity.name
    length = try json.limit("length", of: component, least: 0, default: 5)
    characters = try json.limit("characters", of: component, least: 20, default: 280)
    self.types = try settings.types("types", given: types)
  }

  /// What people can do in a network besides what they can in any world, as it stands in prompts.
  static let kinds: [JSON] = [
    [
      "type": "POST", "target": "none",
      "text": "Writes the content for those who see your posts; it comes into their feeds.",
    ],
    [
      "type": "LIKE", "target": "person",
      "text": .string(
        "Likes a post. The content is its number, such as #12; without a number it is the latest post"
          + " of the target."),
    ],
    [
      "type": "REPOST", "target": "person",
      "text": .string(
        "Passes a post on to those who see your posts. The content is its number, such as #12; without"
          + " a number it is the latest post of the target."),
    ],
    [
      "type": "FOLLOW", "target": "person",
      "text":
        "From now on you see the posts of the target. The target is that person's exact name.",
    ],
    [
      "type": "UNFOLLOW", "target": "person",
      "text": "You no longer see the posts of the target. The target is that person's exact name.",
    ],
  ]
}
