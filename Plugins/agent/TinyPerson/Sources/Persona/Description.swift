internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A paragraph about the person, written by the model.
struct Description {
  private static let schema: JSON = [
    "type": "object", "properties": ["text": ["type": "string"]], "required": ["text"],
    "additionalProperties": false,
  ]

  private let configuration: PersonConfiguration
  private let requirements: String

  init(_ configuration: PersonConfiguration, requirements: String) {
    self.configuration = configuration
    self.requirements = requirements
  }

  func written(_ call: Call) async throws -> String {
    let text = configuration.templates.description(
      of: configuration.persona, requirements: requirements, language: configuration.language)
    let messages = MessageList.single(.user, text)
    let completion = try await call.send(
      .complete(envelope: envelope, messages: [UInt8(ascii: "[")] + messages + [UInt8(ascii: "]")]))
    try ModelReply.checkEnd(of: completion)
    guard let paragraph = try? JSON(parsing: completion.content)["text"]?.string,
      !paragraph.isEmpty
    else {
      throw PluginFailure(
        .invalid,
        "The model's description of \(configuration.persona.name) can't be used: it lacks a"
          + " 'text'. If it happens again, use a model with structured output.",
        detail: ["reason": "reply"])
    }
    return paragraph
  }

  private var envelope: [UInt8] {
    var writer = JSONWriter(capacity: configuration.persona.bytes.count + 512)
    writer.object { writer in
      writer.member("purpose", "describe")
      writer.member("max_output_tokens", configuration.maxOutputTokens)
      if let temperature = configuration.temperature {
        writer.member("temperature", .number(temperature))
      }
      writer.member("schema_name", "description")
      writer.member("schema", Self.schema)
      writer.key("about")
      writer.object { writer in
        writer.member("purpose", "describe")
        writer.member("persona", raw: configuration.persona.bytes)
        if !requirements.isEmpty { writer.member("requirements", requirements) }
      }
    }
    return writer.bytes
  }
}
