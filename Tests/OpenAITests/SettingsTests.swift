import OpenAI
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct SettingsTests {
  @Test(
    "A wrong setting is refused by its name",
    arguments: [
      (["model": 5], "'model' is 5, but must be a text."),
      (["model": ""], "'model' is \"\", but must be a text."),
      (["api": "bedrock"], "'api' is \"bedrock\", but must be openai or azure."),
      (
        ["api": "azure"],
        "'base_url' is missing. For Azure it is https://NAME.openai.azure.com."
      ),
      (
        ["api": "azure", "base_url": "https://h", "azure": ["deployment": 1]],
        "'azure.deployment' is 1, but must be a text."
      ),
      (
        ["base_url": "localhost:8080"],
        "'base_url' is \"localhost:8080\", but must begin with http:// or https://."
      ),
      (
        ["base_url": "https://me:secret@h/v1"],
        "'base_url' must not carry a password. Use 'api_key: {$secret: NAME}'."
      ),
      (
        ["base_url": "https://h/v1?key=1"],
        "'base_url' must not have a query, a fragment or spaces."
      ),
      (["api_key": "sk-1"], "'api_key' takes only {$secret: NAME}, never the key itself."),
      (
        ["headers": ["authorization": "Bearer x"]],
        "'headers.authorization' carries a key. Use 'api_key: {$secret: NAME}'."
      ),
      (["headers": ["X": 1]], "'headers.X' must be a text, or {$secret: NAME}."),
      (["headers": "X"], "'headers' is \"X\", but must be a mapping."),
      (
        ["timeout": 0],
        "'timeout' is 0, but must be a number of seconds, above 0 and at most 86400."
      ),
      (["temperature": 3.5], "'temperature' is 3.5, but must be a number from 0.0 to 2.0."),
      (["seed": 1.5], "'seed' is 1.5, but must be a whole number."),
      (["legacy_max_tokens": "no"], "'legacy_max_tokens' is \"no\", but must be true or false."),
    ] as [(JSON, String)])
  func refusal(config: JSON, message: String) throws {
    #expect {
      try FakeHost().create(OpenAIModel.self, config: config)
    } throws: {
      ($0 as? PluginFailure)?.message == "llm 'openai': \(message)"
    }
  }

  @Test func aSecretOfOnesOwnChoiceIsNamed() async throws {
    let server = try StubbedServer(["api_key": ["$secret": "azure"]], answer: .saying("hi"))
    _ = try await server.complete().get()
    #expect(server.sent[0].request["headers"]?["Authorization"]?["$secret"] == "azure")
  }
}
