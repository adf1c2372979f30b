internal import Mustache

/// The texts in `prompts/`, filled in.
enum Templates {
  private static let rulesTemplate = parsed(PackageResources.rules_mustache, "rules")
  private static let personTemplate = parsed(PackageResources.person_mustache, "person")
  private static let describeTemplate = parsed(PackageResources.describe_mustache, "describe")

  private static func parsed(_ bytes: [UInt8], _ name: String) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    } catch {
      preconditionFailure("The template \(name).mustache does not parse: \(error)")
    }
  }

  /// What is the same for all persons with equal possibilities in one study.
  static func rules(
    _ kinds: [ActionKind], canGoOn: Bool, scenario: String, language: String
  ) -> String {
    let lines = kinds.map { ["type": $0.type, "text": $0.explanation(canGoOn: canGoOn)] }
    return rendered(
      rulesTemplate, texts: ["scenario": scenario, "language": language],
      ["kinds": lines, "maximum": TurnDraft.maximum])
  }

  /// Who the person is.
  static func person(_ persona: Persona) -> String {
    rendered(personTemplate, texts: ["name": persona.name, "persona": persona.text])
  }

  /// The request for a paragraph about the person.
  static func description(
    of persona: Persona, requirements: String, language: String
  ) -> String {
    rendered(
      describeTemplate,
      texts: ["persona": persona.text, "requirements": requirements, "language": language])
  }

  /// Fills a template in; empty texts are left out, so that their sections are too.
  private static func rendered(
    _ template: MustacheTemplate, texts: [String: String], _ others: [String: Any] = [:]
  ) -> String {
    let values = others.merging(texts.filter { !$0.value.isEmpty }) { other, _ in other }
    var text = template.render(values)
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
