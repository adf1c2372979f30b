internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The texts in `prompts/`, or a study's own in their place, filled in.
struct Templates: Sendable {
  private static let usual = Templates(
    rules: parsed(PackageResources.rules_mustache, "rules"),
    person: parsed(PackageResources.person_mustache, "person"),
    description: parsed(PackageResources.describe_mustache, "describe"),
    judge: parsed(PackageResources.judge_mustache, "judge"))

  private var rules: MustacheTemplate
  private var person: MustacheTemplate
  private var description: MustacheTemplate
  private var judge: MustacheTemplate

  private init(
    rules: MustacheTemplate, person: MustacheTemplate, description: MustacheTemplate,
    judge: MustacheTemplate
  ) {
    self.judge = judge
    self.rules = rules
    self.person = person
    self.description = description
  }

  /// Takes a study's own texts where it has some: `{rules, person, describe, judge}`.
  ///
  /// - Throws: That one of them is no template, or lacks what a person cannot do without.
  init(replacedBy json: JSON?) throws {
    self = Self.usual
    guard let json, !json.isNull else { return }
    for (key, value) in json.object ?? [:] {
      guard let text = value.string else { throw Self.mistake(key, "it is no text") }
      switch key {
      case "rules": rules = try Self.own(text, key, needs: ["kinds"])
      case "person": person = try Self.own(text, key, needs: ["persona"])
      case "judge": judge = try Self.own(text, key, needs: ["checks", "reply"])
      case "describe": description = try Self.own(text, key, needs: ["persona"])
      default: throw Self.mistake(key, "there are only 'rules', 'person', 'describe' and 'judge'")
      }
    }
  }

  /// What is the same for all persons with equal possibilities in one study.
  func rules(_ kinds: [ActionKind], canGoOn: Bool, scenario: String, language: String) -> String {
    let lines = kinds.map { ["type": $0.type, "text": $0.explanation(canGoOn: canGoOn)] }
    return Self.rendered(
      rules, texts: ["scenario": scenario, "language": language],
      ["kinds": lines, "maximum": TurnDraft.maximum])
  }

  /// Who the person is.
  func person(_ persona: Persona) -> String {
    Self.rendered(person, texts: ["name": persona.name, "persona": persona.text])
  }

  /// The request for a paragraph about the person.
  func description(of persona: Persona, requirements: String, language: String) -> String {
    Self.rendered(
      description,
      texts: ["persona": persona.text, "requirements": requirements, "language": language])
  }

  /// The request to judge what a person is about to do.
  func judgement(
    of persona: Persona, checks: [QualitySettings.Check], past: String, reply: String
  ) -> String {
    Self.rendered(
      judge, texts: ["persona": persona.text, "past": past, "reply": reply],
      ["checks": checks.map { ["name": $0.rawValue, "meaning": $0.meaning] }])
  }

  // MARK: Reading

  private static func parsed(_ bytes: [UInt8], _ name: String) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    } catch {
      preconditionFailure("The template \(name).mustache does not parse: \(error)")
    }
  }

  private static func own(_ text: String, _ key: String, needs: [String]) throws -> MustacheTemplate
  {
    for need in needs where text.firstRange(of: need) == nil {
      throw mistake(key, "it has no place for {{\(need)}}")
    }
    do {
      return try MustacheTemplate(string: text)
    } catch {
      throw mistake(key, "it is no Mustache template (\(error))")
    }
  }

  private static func mistake(_ key: String, _ why: String) -> PluginFailure {
    PluginFailure(
      .invalid, "The study's prompt '\(key)' cannot be used: \(why).",
      detail: ["path": .string("prompts.\(key)")])
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
