import TinyTroupeJSON
import TinyTroupeYAML

/// A file with nothing but what stands behind `generate:`: people without a study.
enum GenerationSpec {
  private static let ofTheAgent = ["agent", "memory", "tools", "with"]

  /// True for a file that says how many people and not who takes part.
  static func isOne(_ root: YAMLNode) -> Bool { root["count"] != nil && root["agents"] == nil }

  /// The study that generates these people; any other file stays as it is.
  ///
  /// Keys that a study has, such as `llm` and `seed`, are the study's.
  static func wrapped(_ root: YAMLNode) -> YAMLNode {
    guard isOne(root), let members = root.members else { return root }
    let known = Set(StudySchema.schema.keys)
    let place = root.location
    func member(_ key: String, _ node: YAMLNode) -> YAMLMember {
      YAMLMember(key: key, keyLocation: place, node: node)
    }
    let own = members.filter { !known.contains($0.key) && !ofTheAgent.contains($0.key) }
    let agent =
      members.filter { ofTheAgent.contains($0.key) }
      + [member("generate", YAMLNode(.mapping(own), at: place))]
    let agents = YAMLNode(.sequence([YAMLNode(.mapping(agent), at: place)]), at: place)
    return YAMLNode(
      .mapping(members.filter { known.contains($0.key) } + [member("agents", agents)]), at: place)
  }
}
