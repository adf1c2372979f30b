internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Something that reached the person since its last turn.
struct Stimulus: Sendable, Hashable {
  let id: Int
  let type: String
  let content: String
  /// Empty for the world itself.
  let source: String
  var picture: Sight?

  init(_ json: JSON) throws {
    guard let id = json["id"]?.integer, let type = json["type"]?.string,
      let content = json["content"]?.string
    else {
      throw PluginFailure(
        .invalid, "Each of 'perceives' needs an 'id', a 'type' and a 'content'.")
    }
    self.id = id
    self.type = type
    self.content = content
    source = json["source"]?.string ?? ""
    picture = Sight(json["image"])
  }

  /// Writes what a backend without a model is told.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", type)
      writer.member("content", content)
      if !source.isEmpty { writer.member("source", source) }
    }
  }
}
