import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// A reply that is kept over runs.
struct CacheEntry: Sendable {
  /// What a reply is found by: who was asked, what, at which place of which random draw.
  struct Key: Sendable, Hashable {
    let digest: SHA256Digest

    /// Makes a key.
    ///
    /// Two calls have the same key when the same backend, configured alike, is asked the same under the same
    /// path with the same seed. Another seed or replicate is another draw.
    init(
      backend: ComponentPlan, op: String, request: SHA256Digest, path: String, seed: UInt64,
      replicate: Int = 0
    ) {
      let parts: JSON = [
        .string(backend.plugin), .string(backend.name), backend.config, .string(op),
        .string(request.description), .string(path), .string(String(seed)),
        .integer(Int64(replicate)),
      ]
      digest = SHA256Digest(of: parts.bytes)
    }
  }

  let key: Key
  /// The model version that the server reported.
  let model: String
  let reply: Reply

  /// About how many bytes it takes.
  var size: Int { reply.result.count + reply.body.count + (reply.usage?.count ?? 0) + 150 }
}
