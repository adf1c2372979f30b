import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Permissions")
struct PermissionTests {
  @Test(
    "an address is what a client would connect to",
    arguments: [
      ("https://api.example.org/v1", "api.example.org", 443),
      ("HTTP://API.Example.ORG", "api.example.org", 80),
      ("http://localhost:8080?q", "localhost", 8080), ("http://[::1]/", "[::1]", 80),
      ("https://[FE80::1]:8443/x", "[fe80::1]", 8443), ("http://a#@b", "a", 80),
    ])
  func addresses(url: String, host: String, port: Int) throws {
    let address = try #require(WebAddress(url))
    #expect(address.host == host)
    #expect(address.port == port)
  }

  @Test(
    "what could lead elsewhere is no address",
    arguments: [
      "", "api.example.org", "ftp://a", "file:///etc/passwd", "http://", "http:///a",
      "https://api.example.org@evil.org/", "https://user:secret@api.example.org/",
      "https://api.example.org:443@evil.org", "https://api.example.org\\@evil.org", "http://a:0",
      "http://a:65536", "http://a:x", "http://a:80:90", "http://a:", "http://:80", "http://[::1",
      "http://[::1]x", "http://a:+80", "http://a:-1", "http://a b", "http://a\nb", "http://a\u{0}b",
      "http://\u{212A}eys.example.org", "http://ａ.org",
    ])
  func noAddresses(url: String) {
    #expect(WebAddress(url) == nil)
  }

  @Test("a secret comes from the variable that the manifest names, with its prefix")
  func variable() async throws {
    let store = SecretStore(
      variables: ["p": ["key": "MY_KEY"]], environment: ["MY_KEY": "k1"], file: nil)
    let header = try await store.header(
      ["$secret": "key", "prefix": "Bearer "], name: "Authorization", for: "p")
    #expect(header?.line == "Bearer k1")
    #expect(try await store.header("plain", name: "Accept", for: "p")?.line == "plain")
  }

  @Test("a secret that is not listed, not set or not a text says so")
  func refusals() async throws {
    let store = SecretStore(
      variables: ["p": ["key": "MY_KEY"]], environment: ["MY_KEY": ""],
      file: "/nowhere/secrets.yaml")
    func message(_ value: JSON, _ plugin: String = "p") async -> String {
      do throws(PluginError) {
        return "\(try await store.header(value, name: "X", for: plugin)?.line ?? "nothing")"
      } catch {
        return error.message
      }
    }
    #expect(
      await message(["$secret": "key"])
        == "No key: the secret 'key' is not set. Set MY_KEY, or put 'key: …' into /nowhere/secrets.yaml."
    )
    #expect(
      await message(["$secret": "other"])
        == "The plugin p names the secret 'other', which its manifest does not list.")
    #expect(
      await message(["$secret": "key"], "q")
        == "The plugin q names the secret 'key', which its manifest does not list.")
    #expect(await message(5) == "tt.http: the header 'X' is neither a text nor a secret.")
    #expect(await message(["$secret": "key", "optional": true]) == "nothing")
  }

  @Test("a file with keys is read only when nobody else can read it")
  func file() async throws {
    let scratch = try Scratch()
    let path = scratch.path + "/secrets.yaml"
    try "key: from-file\n".write(toFile: path, atomically: true, encoding: .utf8)
    let store = SecretStore(variables: ["p": ["key": "MY_KEY"]], environment: [:], file: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try await store.header(["$secret": "key"], name: "X", for: "p")?.line == "from-file")
    for mode in [0o640, 0o604, 0o666] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = await #expect(throws: PluginError.self) {
        _ = try await store.header(["$secret": "key"], name: "X", for: "p")
      }
      #expect(
        error?.message == "\(path) holds keys but others can read it. Run: chmod 600 \(path)")
    }
  }
}
