import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads a question of the timeline.
  mutating func ask(_ node: YAMLNode?, _ people: StudyPeople) -> AskPlan? {
    guard let node, let text = node.string ?? node["text"]?.string else { return nil }
    let fields = self.fields(node["fields"])
    let table = table(node["table"])
    checkColumns(node["columns"])
    return AskPlan(
      to: node["to"].flatMap { receivers($0, people) }, text: text, fields: .object(fields),
      remember: node["remember"]?.scalar?.bool ?? true,
      columns: (node["columns"]?.elements ?? []).compactMap(\.string), table: table)
  }
}
