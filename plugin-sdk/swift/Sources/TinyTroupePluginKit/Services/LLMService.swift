public import TinyTroupeJSON

/// What a language model answered.
public struct Completion: Sendable {
  /// The text.
  public let content: String
  /// Why it ended: `stop`, `length`, `refusal` or `content_filter`.
  public let finish: String
  /// What the model said instead of an answer; nil when it did not refuse.
  public let refusal: String?
  /// The model's version as its server reported it.
  public let model: String?
  /// The tokens that it took, as in the contract `llm`.
  public let usage: JSON?
}

/// Vectors of equal length, one per text.
public struct Embeddings: Sendable {
  /// How many numbers a vector has.
  public let dimensions: Int
  /// The vectors, one after the other.
  public let values: [Float]

  /// The vector of the text at `index`.
  public subscript(index: Int) -> ArraySlice<Float> {
    values[(index * dimensions)..<((index + 1) * dimensions)]
  }
}

extension ServiceRequest where Answer == Completion {
  /// Asks a language model to complete a conversation.
  ///
  /// The envelope is the request of the contract `llm`; `messages` is a JSON array of chat
  /// messages. A shared request is sent once in a run, and all who send an equal one get the one
  /// reply; without that each call is a draw of its own.
  public static func complete(
    _ envelope: JSON, messages: [UInt8], isShared: Bool = false
  ) -> ServiceRequest {
    guard isShared, var members = envelope.object else {
      return complete(envelope: envelope.bytes, messages: messages)
    }
    members["shared"] = true
    return complete(envelope: JSON.object(members).bytes, messages: messages)
  }

  /// Asks a language model, with an envelope that is JSON text already.
  public static func complete(envelope: [UInt8], messages: [UInt8]) -> ServiceRequest {
    ServiceRequest(.llm, "complete", bytes: envelope, body: messages) { reply in
      let result = try reply.result
      return Completion(
        content: try result.member("content", of: .llm).string ?? "",
        finish: result["finish"]?.string ?? "stop", refusal: result["refusal"]?.string,
        model: result["model"]?.string, usage: try reply.usage)
    }
  }
}

extension ServiceRequest where Answer == Embeddings {
  /// Asks for the vectors of texts; equal requests are sent once in a run.
  public static func embed(_ texts: [String]) -> ServiceRequest {
    ServiceRequest(.llm, "embed", ["texts": .array(texts.map(JSON.string))]) { reply in
      let result = try reply.result
      let count = try result.member("count", of: .llm).integer ?? 0
      let dimensions = try result.member("dimensions", of: .llm).integer ?? 0
      let values = floats(reply.body)
      guard count == texts.count, dimensions > 0, values.count / dimensions == count,
        values.count % dimensions == 0
      else {
        throw PluginFailure(.internal, "The answer of 'tt.llm/1' has vectors of a wrong size.")
      }
      return Embeddings(dimensions: dimensions, values: values)
    }
  }

  private static func floats(_ bytes: [UInt8]) -> [Float] {
    bytes.withUnsafeBytes { raw in
      (0..<(raw.count / 4)).map { index in
        Float(
          bitPattern: UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
      }
    }
  }
}
