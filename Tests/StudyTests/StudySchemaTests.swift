import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct StudySchemaTests {
  @Test func thePublishedSchemaIsReadableAndKnowsNothingOfLaterVersions() throws {
    let published = StudySchema.published
    let schema = try TinyTroupeYAML.Schema(published)
    #expect(
      schema.keys == [
        "name", "seed", "language", "plugins", "on_error", "llm", "llms", "purposes", "agents",
        "environment", "timeline", "experiment", "interventions", "stop", "extract", "report",
        "export",
      ])
    #expect(!published.text.contains("x-later"))
    #expect(published["$schema"] == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func editorsFindAWordOfExplanationAtEveryKey() {
    #expect(unexplained(StudySchema.published, at: "study") == [])
  }

  /// The properties without a description, apart from those whose meaning their parent's says.
  private func unexplained(_ schema: JSON, at path: String) -> [String] {
    var found: [String] = []
    for member in schema["properties"]?.object ?? [:] {
      let place = "\(path).\(member.key)"
      let isPlain = member.value["description"] == nil
      if isPlain,
        !["steps", "retry", "min", "max", "type", "clock", "plugins"].contains(member.key)
      {
        found.append(place)
      }
      found += unexplained(member.value, at: place)
    }
    for alternative in schema["oneOf"]?.array ?? [] { found += unexplained(alternative, at: path) }
    if let element = schema["items"] { found += unexplained(element, at: path) }
    return found
  }
}
