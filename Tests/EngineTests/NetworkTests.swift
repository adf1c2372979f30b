import Testing
import TinyTroupeHTTP
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Hosts that a plugin may reach")
struct NetworkTests {
  /// Nothing listens there, so what is let through fails to connect.
  private static let closed = "127.0.0.1:9"

  private func refusal(
    _ url: String, entries: [String], config: JSON = [:]
  ) async throws -> String? {
    let scratch = try Scratch()
    defer { withExtendedLifetime(scratch) {} }
    let calls = CallJournal(
      store: try await RunStore.create(
        in: scratch.path, name: "net", startedAt: 0, manifest: [:]))
    let service = HTTPService(
      client: HTTPClient(),
      permissions: NetworkPermissions(entries: ["org.example.puppet": entries]),
      secrets: SecretStore(variables: [:], environment: [:], file: nil), calls: calls)
    let caller = try await Caller(services: ["tt.http/1": service], config: config)
    return await caller.refusal("tt.http/1 request", JSON.object(["url": .string(url)]).text)
  }

  private func isLetThrough(
    _ url: String, entries: [String], config: JSON = [:]
  ) async throws -> Bool {
    let sentence = try #require(try await refusal(url, entries: entries, config: config))
    return !sentence.contains("may not reach") && !sentence.contains("is no http or https URL")
  }

  @Test("a host may be named alone, or with the only port that is meant")
  func hosts() async throws {
    let url = "http://\(Self.closed)/v1"
    #expect(try await isLetThrough(url, entries: ["127.0.0.1"]))
    #expect(try await isLetThrough(url, entries: ["example.org", Self.closed]))
    #expect(try await !isLetThrough(url, entries: ["127.0.0.1:80"]))
    #expect(try await !isLetThrough(url, entries: []))
    #expect(
      try await refusal(url, entries: ["example.org"])
        == "The plugin org.example.puppet may not reach 127.0.0.1:9: its manifest does not list it under permissions.network."
    )
  }

  @Test("the host of a URL in the component's configuration is reached with its port alone")
  func configured() async throws {
    let config: JSON = ["base_url": .string("http://\(Self.closed)/v1")]
    let entries = ["config:base_url"]
    #expect(try await isLetThrough("http://\(Self.closed)/x", entries: entries, config: config))
    #expect(try await !isLetThrough("http://127.0.0.1:10/x", entries: entries, config: config))
    #expect(
      try await !isLetThrough("http://\(Self.closed)/x", entries: ["config:other"], config: config))
    #expect(try await !isLetThrough("http://\(Self.closed)/x", entries: entries))
  }

  @Test("where the configuration is silent, the default in the manifest's schema counts")
  func defaulted() async throws {
    let openai = try #require(
      try Checkout.registry().entries.first { $0.manifest.id == "org.tinytroupe.openai" })
    let known = NetworkPermissions([openai.manifest]).defaults["org.tinytroupe.openai"]?["openai"]
    #expect(known?["base_url"] == "https://api.openai.com/v1")
    let closed = "http://\(Self.closed)/v1"
    let scratch = try Scratch()
    defer { withExtendedLifetime(scratch) {} }
    for (config, isAllowed) in [([:], true), (["base_url": "http://127.0.0.1:10"], false)]
      as [(JSON, Bool)]
    {
      let calls = CallJournal(
        store: try await RunStore.create(
          in: scratch.path, name: "net", startedAt: 0, manifest: [:]))
      let service = HTTPService(
        client: HTTPClient(),
        permissions: NetworkPermissions(
          entries: ["org.example.puppet": ["config:base_url"]],
          defaults: ["org.example.puppet": ["puppet": ["base_url": closed]]]),
        secrets: SecretStore(variables: [:], environment: [:], file: nil), calls: calls)
      let caller = try await Caller(services: ["tt.http/1": service], config: config)
      let sentence = await caller.refusal(
        "tt.http/1 request", JSON.object(["url": .string(closed)]).text)
      #expect(sentence?.contains("may not reach") == !isAllowed)
    }
  }

  @Test("an address in disguise is refused before a host is compared")
  func disguised() async throws {
    for url in ["http://127.0.0.1@evil.example/", "file:///etc/passwd", ""] {
      #expect(
        try await refusal(url, entries: ["127.0.0.1"])
          == "tt.http: '\(url)' is no http or https URL.")
    }
  }
}
