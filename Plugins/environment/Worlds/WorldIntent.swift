package import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What somebody of a world means to do.
package struct WorldIntent: Sendable {
  package let id: Int
  package let author: Int
  package let type: String
  package let content: String
  package let target: String

  /// Reads an intent; nil for a kind of action that is none of `types`.
  ///
  /// - Throws: That it lacks its number, or is of somebody who is not in this world.
  package init?(_ json: JSON, of types: Set<String>, _ people: People) throws {
    guard let type = json["type"]?.string, types.contains(type) else { return nil }
    guard let id = json["id"]?.integer,
      let author = json["agent"]?.string.flatMap(people.number)
    else {
      throw PluginFailure(
        .invalid,
        "\(people.world): an intent needs an 'id' and, as 'agent', somebody of this world."
      )
    }
    self.id = id
    self.author = author
    self.type = type
    content = json["content"]?.string ?? ""
    target = json["target"]?.string ?? ""
  }
}
