internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Asks a model for a person and looks over what it wrote.
struct Author: Sendable {
  private let temperature: Double?
  private let longestReply: Int

  init(_ config: JSON) throws {
    temperature = config["temperature"]?.double
    longestReply = try config.limit(
      "max_output_tokens", of: "tiny-person-factory", least: 200, default: 6000)
  }

  /// The contract's result.
  func write(_ commission: Commission, _ call: Call) async throws -> JSON {
    var envelope: JSONObject = [
      "purpose": "generate", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": PersonForm.schema, "schema_name": "person", "about": commission.about,
    ]
    envelope["temperature"] = temperature.map { .number($0) }
    let completion = try await call.send(
      .complete(.object(envelope), messages: try Self.messages(commission)))
    guard completion.finish == "stop" else {
      throw PluginFailure(
        .invalid,
        "tiny-person-factory: the model did not finish the person (\(completion.finish)). "
          + "Raise 'max_output_tokens', or change the context if it refuses.")
    }
    return try Self.result(completion.content, commission)
  }

  private static func result(_ text: String, _ commission: Commission) throws -> JSON {
    guard let reply = try? JSON(parsing: text), var persona = reply["persona"]?.object else {
      throw PluginFailure(
        .invalid, "tiny-person-factory: the model's reply has no 'persona'. Use another model.",
        detail: ["reply": .string(String(text.prefix(2000)))])
    }
    if let name = commission.name { persona["name"] = .string(name) }
    var result: JSONObject = ["persona": .object(PersonForm.tidy(persona))]
    result["minibio"] = reply["minibio"]
    return .object(result)
  }

  // MARK: Prompt

  private static let rules = template(PackageResources.generate_rules_mustache)
  private static let request = template(PackageResources.generate_request_mustache)

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }

  private static func messages(_ commission: Commission) throws -> [UInt8] {
    let language = commission.language.map { ["language": $0] } ?? [:]
    let messages: [JSON] = [
      ["role": "system", "content": .string(try rules.get().render(language))],
      [
        "role": "user", "content": .string(try request.get().render(commission.promptValues)),
      ],
    ]
    return JSON.array(messages).bytes
  }
}
