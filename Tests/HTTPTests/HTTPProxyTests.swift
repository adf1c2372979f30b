import Glibc
import StubServer
import Testing
import TinyTroupeHTTP

/// Each in a process of its own, because the environment is one for all tests.
@Suite("Proxies of the environment", .timeLimit(.minutes(4)))
struct HTTPProxyTests {
  @Test("A proxy is used where the environment says so, unless the configuration says otherwise")
  func used() async {
    await #expect(processExitsWith: .success) {
      let proxy = StubServer(StubBehaviour(recordsRequests: true, reply: { _ in .json("1") }))
      setenv("http_proxy", "http://127.0.0.1:\(try proxy.start())", 1)
      let request = HTTPRequest(url: "http://model.invalid/v1")
      let response = try await HTTPClient().send(request)
      try #require(response.body == [UInt8(ascii: "1")])
      try #require(proxy.requests.map(\.path) == ["http://model.invalid/v1"])
      let direct = HTTPClient(HTTPClient.Configuration(usesProxyEnvironment: false))
      try #require(await result(direct, request).error?.code == .couldNotResolve)
    }
  }

  @Test("A proxy that refuses is named as the reason")
  func refusing() async {
    await #expect(processExitsWith: .success) {
      let proxy = StubServer(StubBehaviour(reply: { _ in .json("{}", status: 403) }))
      setenv("https_proxy", "http://127.0.0.1:\(try proxy.start())", 1)
      let error = await result(HTTPClient(), HTTPRequest(url: "https://model.invalid/v1")).error
      try #require(error?.code == .couldNotConnect)
      try #require(
        error?.message == "no way to model.invalid:443 through the proxy "
          + "(CONNECT tunnel failed, response 403); check the variables "
          + "http_proxy, https_proxy and no_proxy")
    }
  }

  @Test("A proxy that is out of reach is named as the reason")
  func unreachable() async {
    await #expect(processExitsWith: .success) {
      let port = try ClosedPort(backlog: nil)
      setenv("https_proxy", "http://127.0.0.1:\(port.number)", 1)
      let error = await result(HTTPClient(), HTTPRequest(url: "https://model.invalid/v1")).error
      try #require(error?.code == .couldNotConnect)
      try #require(
        error?.message.hasPrefix(
          "no way to model.invalid:443 through the proxy (Failed to connect to 127.0.0.1 port "
            + "\(port.number) ") == true)
    }
  }
}
