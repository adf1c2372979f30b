internal import TinyTroupeJSON
internal import TinyTroupePluginKit

extension Document {
  /// An enriched document has at least so many times the characters of the original.
  private static let leastRatio = 3

  /// Replaces the content by a richer one, or keeps it when none is good enough.
  ///
  /// - Returns: A remark for the author when the content was kept; nil otherwise.
  mutating func enrich(
    _ requirements: String, by enricher: String?, _ call: Call
  ) async throws -> String? {
    let answer: JSON
    do {
      answer = try await call.send(.enrich(request(requirements, by: enricher)))
    } catch let failure as PluginFailure where !Self.concernsWhatFollows(failure) {
      call.log(.warning, "A document could not be enriched: \(failure.message)")
      return Self.kept
    }
    guard let richer = answer["content"]?.string,
      richer.count >= (enricher == nil ? Self.leastRatio * content.count : 1)
    else { return Self.kept }
    content = richer
    return nil
  }

  private static let kept =
    " It stands as you wrote it, since making it richer did not work."

  private func request(_ requirements: String, by enricher: String?) -> JSON {
    var request: JSONObject = [
      "requirements": .string(requirements), "content": .string(content),
      "content_type": "document", "context": .string("The document's title: \(title)"),
    ]
    // How long a text becomes that is not to be richer is for whoever writes it.
    if let enricher {
      request["use"] = .string(enricher)
    } else {
      request["min_ratio"] = .integer(Int64(Self.leastRatio))
    }
    return .object(request)
  }

  /// A missing service, a used up budget and the end of the call are not this document's matter.
  private static func concernsWhatFollows(_ failure: PluginFailure) -> Bool {
    [.notFound, .exhausted, .cancelled, .deadline].contains(failure.code)
  }
}
