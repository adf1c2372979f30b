import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct EmbeddingTests {
  private func embed(
    _ texts: JSON, config: JSON = [:], _ answer: StubbedServer.Answer
  ) async throws -> (Outcome, StubbedServer) {
    let server = try StubbedServer(config, answer: answer)
    return (await server.instance.invoke("embed", ["texts": texts]), server)
  }

  /// 1, -2 and 0.5, 0.25 as float32, little-endian.
  private static let bytes: [UInt8] = [
    0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0x3E,
  ]

  @Test(
    "Vectors come as base64 or as numbers, in any order",
    arguments: [
      #"{"model":"m","data":[{"index":1,"embedding":"AAAAPwAAgD4="},{"index":0,"embedding":"AACAPwAAAMA="}]}"#,
      #"{"model":"m","data":[{"embedding":[1,-2.0]},{"embedding":[0.5,0.25]}]}"#,
    ])
  func vectors(reply: String) async throws {
    let (outcome, server) = try await embed(["a", "b\n"], .init(200, reply))
    #expect(outcome.result == ["count": 2, "dimensions": 2, "model": "m"])
    #expect(outcome.body == Self.bytes)
    #expect(
      String(decoding: server.sent[0].body, as: UTF8.self)
        == #"{"model":"text-embedding-3-small","input":["a","b\n"],"encoding_format":"base64"}"#)
    #expect(server.sent[0].request["url"] == "https://api.openai.com/v1/embeddings")
  }

  @Test func tokensAreCounted() async throws {
    let (outcome, _) = try await embed(
      ["a"], .init(200, #"{"data":[{"embedding":[1]}],"usage":{"prompt_tokens":5}}"#))
    #expect(outcome.usage == ["input_tokens": 5])
  }

  @Test func noTextsNeedNoServer() async throws {
    let (outcome, server) = try await embed([], .init(500))
    #expect(outcome.result == ["count": 0, "dimensions": 0])
    #expect(server.sent.isEmpty)
  }

  @Test func azureHasADeploymentOfItsOwn() async throws {
    let config: JSON = [
      "api": "azure", "base_url": "https://x.openai.azure.com",
      "azure": ["embedding_deployment": "vectors"],
    ]
    let (_, server) = try await embed(
      ["a"], config: config, .init(200, #"{"data":[{"embedding":[1]}]}"#))
    #expect(
      server.sent[0].request["url"]
        == "https://x.openai.azure.com/openai/deployments/vectors/embeddings?api-version=2024-10-21"
    )
  }

  @Test(
    "Vectors that do not fit the texts are refused",
    arguments: [
      (#"{"data":[{"embedding":[1]}]}"#, "1 vectors for 2 texts"),
      (
        #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
        "2 vectors for 2 texts"
      ),
      (#"{"data":[{"embedding":[1]},{"embedding":[1,2]}]}"#, "vectors of unequal length, or none"),
      (#"{"data":[{"embedding":[]},{"embedding":[]}]}"#, "vectors of unequal length, or none"),
      (
        #"{"data":[{"embedding":"?"},{"embedding":[1]}]}"#,
        "a vector that is neither base64 nor a list of numbers"
      ),
    ])
  func mismatch(reply: String, what: String) async throws {
    let (outcome, _) = try await embed(["a", "b"], .init(200, reply))
    #expect(
      outcome.failure?.message
        == "The model server at https://api.openai.com/v1 gave \(what) "
        + "(model 'text-embedding-3-small'). Check 'embedding_model'.")
    #expect(outcome.failure?.detail["reason"] == "envelope")
  }
}
