public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Sorts the texts in a column of a table into a few categories.
///
/// A model names the categories; that each text is in exactly one, and that there are no more than
/// allowed, is seen to here. Each different text is sorted once.
public struct ResultsNormalizer: Extractor {
  /// `normalizer` of the plugin `org.tinytroupe.normalizer`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.normalizer", version: "0.1.0", name: "normalizer")

  private let column: String
  private let limit: Int
  private let other: String
  private let longestName: Int
  private let batch: Int
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    guard let column = config["column"]?.string else {
      throw PluginFailure(.invalid, "normalizer: it needs 'column', the one that is sorted.")
    }
    guard config["categories"] != nil else {
      throw PluginFailure(.invalid, "normalizer: it needs 'categories', how many there may be.")
    }
    self.column = column
    limit = try config.limit("categories", of: "normalizer", least: 1, default: 1)
    other = config["other"]?.string ?? "Other"
    longestName = try config.limit("max_length", of: "normalizer", least: 10, default: 60)
    batch = try config.limit("batch", of: "normalizer", least: 2, default: 200)
    longestReply = try config.limit("max_output_tokens", of: "normalizer", least: 1, default: 8000)
  }

  /// Finds a column that there is not, and fields that are not one.
  public func check(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    _ = try Self.field(json)
    guard json["from"] == "table" else { throw Column.noTable }
    let columns = (json["columns"]?.array ?? []).compactMap(\.string)
    guard columns.contains(column) else {
      throw Column.noColumn(column, of: "that it reads", among: columns)
    }
    return Response([:])
  }

  private static func field(_ json: JSON) throws -> String {
    guard let field = json["fields"]?.object?.first?.key, json["fields"]?.object?.count == 1 else {
      throw PluginFailure(
        .invalid, "normalizer: it has one field, the category, as in: fields: {category: string}")
    }
    return field
  }

  /// Makes a record of each row: its category, or null where the row has no text.
  public func extract(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    let field = try Self.field(json)
    let column = try Column(column, of: json["subject"] ?? .null)
    var categories: [String: String]? = [:]
    do {
      categories = try await sort(column.distinct, json, call)
    } catch let failure as PluginFailure where failure.isAboutReply {
      call.log(.warning, "The texts could not be sorted: \(failure.message)")
      categories = nil
    }
    let records = column.texts.enumerated().map { number, text -> JSON in
      let category = text.flatMap { categories?[$0] }
      let status = text == nil ? "missing" : category == nil ? "failed" : "answered"
      return [
        "row": .integer(Int64(number)), "status": .string(status),
        "values": [field: category.map(JSON.string) ?? .null],
      ]
    }
    return Response(["records": .array(records)])
  }

  private func sort(
    _ texts: [String], _ json: JSON, _ call: Call
  ) async throws -> [String: String] {
    var categories = Categories(longestName: longestName)
    // One text is its own category; where there is but one category, it still needs a name.
    for start in stride(from: 0, to: texts.count, by: batch) {
      let part = Array(texts[start..<min(start + batch, texts.count)])
      let left = categories.take(try await reply(part, categories.names, json, call), for: part)
      if !left.isEmpty { categories.add(left, to: other) }
    }
    return categories.limited(to: limit, other: other)
  }

  private func reply(
    _ texts: [String], _ names: [String], _ json: JSON, _ call: Call
  ) async throws -> JSON {
    let envelope: JSON = [
      "purpose": "extract", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": Prompt.schema(count: texts.count), "schema_name": "categories",
      "about": [
        "purpose": "extract",
        "stimuli": .array(texts.map { ["type": "CONVERSATION", "content": .string($0)] }),
      ],
    ]
    let messages = try Prompt.messages(
      texts, names, limit: limit, objective: json["objective"]?.string ?? "",
      situation: json["situation"]?.string ?? "")
    let completion = try await call.send(.complete(envelope, messages: messages))
    guard completion.finish == "stop", let reply = try? JSON(parsing: completion.content),
      reply["categories"]?.array?.isEmpty == false
    else {
      throw PluginFailure(.invalid, "The reply has no categories.", detail: ["reason": "schema"])
    }
    return reply
  }
}
