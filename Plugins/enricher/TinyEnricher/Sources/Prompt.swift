internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The messages of a conversation with a model.
struct Prompt: Sendable {
  private var messages: [JSON]

  /// Asks for a richer text.
  static func content(_ values: [String: String]) throws -> Prompt {
    try Prompt(contentRules, contentRequest, values)
  }

  /// Asks for additions to a persona.
  static func persona(_ values: [String: String]) throws -> Prompt {
    try Prompt(personaRules, personaRequest, values)
  }

  /// The conversation continued: what the model replied, and what is wrong with it.
  func continued(reply: String, complaint: String) -> Prompt {
    var prompt = self
    prompt.messages += [
      ["role": "assistant", "content": .string(reply)],
      ["role": "user", "content": .string(complaint)],
    ]
    return prompt
  }

  /// The messages as JSON text.
  var bytes: [UInt8] { JSON.array(messages).bytes }

  private init(_ rules: Template, _ request: Template, _ values: [String: String]) throws {
    messages = [
      ["role": "system", "content": .string(try rules.get().render(values))],
      ["role": "user", "content": .string(try request.get().render(values))],
    ]
  }

  // MARK: Templates

  private typealias Template = Result<MustacheTemplate, any Error>

  private static let contentRules = template(PackageResources.content_rules_mustache)
  private static let contentRequest = template(PackageResources.content_request_mustache)
  private static let personaRules = template(PackageResources.persona_rules_mustache)
  private static let personaRequest = template(PackageResources.persona_request_mustache)

  private static func template(_ bytes: [UInt8]) -> Template {
    Template { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
