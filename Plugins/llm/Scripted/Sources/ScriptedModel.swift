public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Replies what the study itself writes down: the first of `replies` that fits a request.
public struct ScriptedModel: LanguageModel {
  /// The component `scripted`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.scripted", version: "0.1.0", name: "scripted")

  private let replies: [(condition: Condition, reply: Reply)]
  private let fallback: Reply?
  private let concernsPersons: Bool

  /// Reads the script.
  ///
  /// Throws `.invalid` for a reply that says nothing, or more than one thing.
  public init(config: JSON) throws {
    replies = try (config["replies"]?.array ?? []).enumerated().map { position, entry in
      let place = "replies.\(position)"
      return (
        try Condition(entry["when"] ?? [:], at: "\(place).when"), try Reply(entry, at: place)
      )
    }
    concernsPersons = replies.contains { $0.condition.concernsPerson }
    fallback = try config["default"].map { try Reply($0, at: "default") }
  }

  /// Gives the first reply that fits.
  public func complete(_ request: Request, _ call: Call) async throws -> Response {
    try reply(to: request).spoken().response(messages: request.body)
  }

  /// Names the only model there is.
  public func models(_ request: Request, _ call: Call) async throws -> Response {
    Response(["models": ["scripted"]])
  }

  private func reply(to request: Request) throws -> Reply {
    let inquiry = try inquiry(request, readingPerson: concernsPersons)
    if let fit = replies.first(where: { $0.condition.holds(for: inquiry) }) { return fit.reply }
    if let fallback { return fallback }
    let whose = try self.inquiry(request, readingPerson: true).inWords
    throw PluginFailure(
      .notFound,
      "llm 'scripted': no reply fits a call for \(whose). Add one to 'replies', or a 'default'.",
      detail: ["reason": "request"])
  }

  private func inquiry(_ request: Request, readingPerson: Bool) throws -> Inquiry {
    do {
      return try Inquiry(request, readingPerson: readingPerson)
    } catch {
      throw PluginFailure(.invalid, "The request is not valid JSON: \(error).")
    }
  }
}
