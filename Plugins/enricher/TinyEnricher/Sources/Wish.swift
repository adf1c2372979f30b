internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What is to be enriched, and how.
struct Wish: Sendable {
  let requirements: String
  let content: String?
  let contentType: String?
  let context: String?
  let persona: JSONObject?
  /// How many times as long the content should become; nil leaves it to the settings.
  let leastRatio: Double?

  init(_ json: JSON) throws {
    guard let requirements = json["requirements"]?.string else {
      throw PluginFailure(.invalid, "tiny-enricher: the 'requirements' are missing.")
    }
    self.requirements = requirements
    content = json["content"]?.string
    contentType = json["content_type"]?.string
    context = json["context"]?.string
    persona = json["persona"]?.object
    leastRatio = json["min_ratio"]?.double
    if content == nil, persona == nil {
      throw PluginFailure(
        .invalid, "tiny-enricher: there is nothing to enrich. Give a 'content' or a 'persona'.")
    }
    if content?.isEmpty == true {
      throw PluginFailure(.invalid, "tiny-enricher: the 'content' is empty.")
    }
  }

  /// The values that prompts of both kinds show.
  var promptValues: [String: String] {
    var values = ["requirements": requirements]
    values["context"] = context
    return values
  }

  /// What a backend without a model needs in order to answer.
  var about: JSONObject {
    ["purpose": "enrich", "stimuli": [], "requirements": .string(requirements)]
  }
}
