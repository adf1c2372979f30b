import TinyTroupeJSON
import TinyTroupeYAML

/// The contracts of all kinds, as they are in the SDK.
enum ContractBook {
  /// One operation, with what it is asked for example.
  struct Operation: Sendable {
    let name: String
    /// What it does, in a sentence.
    let text: String
    /// Whether it answers later, since it may wait for a model.
    let isPending: Bool
    let result: TinyTroupeYAML.Schema
    /// The result of the first example.
    let example: JSON
    let requests: [JSON]
  }

  private static let files: [String: [UInt8]] = [
    "agent": PackageResources.agent_yaml, "enricher": PackageResources.enricher_yaml,
    "environment": PackageResources.environment_yaml, "exporter": PackageResources.exporter_yaml,
    "extractor": PackageResources.extractor_yaml, "factory": PackageResources.factory_yaml,
    "judge": PackageResources.judge_yaml, "llm": PackageResources.llm_yaml,
    "memory": PackageResources.memory_yaml, "reporter": PackageResources.reporter_yaml,
    "tool": PackageResources.tool_yaml,
  ]

  /// The operations of a kind, in the contract's order; none for a kind that has no contract here.
  static func operations(of kind: String) throws -> [Operation] {
    guard let bytes = files[kind] else { return [] }
    let contract = try YAMLReader.read(bytes, file: "\(kind).yaml")
    return try (contract["operations"]?.members ?? []).compactMap { member in
      guard let result = member.node["result"] else { return nil }
      return Operation(
        name: member.key, text: member.node["text"]?.string ?? "",
        isPending: member.node["style"]?.string == "pending",
        result: try TinyTroupeYAML.Schema(result),
        example: member.node["examples"]?.elements?.first?["result"]?.json ?? [:],
        requests: (member.node["examples"]?.elements ?? []).compactMap { $0["request"]?.json })
    }
  }
}
