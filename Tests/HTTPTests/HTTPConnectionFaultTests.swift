import Glibc
import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Servers out of reach", .timeLimit(.minutes(4)))
struct HTTPConnectionFaultTests {
  private let client = HTTPClient(HTTPClient.Configuration(usesProxyEnvironment: false))

  @Test("A port where nobody listens is named with the reason")
  func refused() async throws {
    let port = try ClosedPort(backlog: nil)
    let request = HTTPRequest(
      url: "http://user:secret@127.0.0.1:\(port.number)/path?key=secret",
      headers: [("Authorization", "secret")])
    let error = try #require(await result(client, request).error)
    #expect(error.code == .couldNotConnect)
    #expect(
      error.message == "no connection to 127.0.0.1:\(port.number): connection refused; "
        + "check that the server runs and listens there")
  }

  @Test("A host without an address is named")
  func unresolved() async throws {
    let error = try #require(
      await result(client, HTTPRequest(url: "https://nowhere.invalid/v1")).error)
    #expect(error.code == .couldNotResolve)
    #expect(
      error.message == "the host nowhere.invalid has no address; "
        + "check its spelling and the network")
  }

  @Test("A server that accepts no connection runs into the connect limit")
  func connectTimeout() async throws {
    let port = try ClosedPort(backlog: 0)
    let request = HTTPRequest(
      url: "http://127.0.0.1:\(port.number)/", connectTimeout: .milliseconds(250))
    let error = try #require(await result(client, request).error)
    #expect(error.code == .timedOut)
    #expect(
      error.message == "no connection to 127.0.0.1:\(port.number) within 0.25 s; "
        + "check the address and the network")
  }

  @Test("A server that speaks no TLS is an error of TLS")
  func plainServer() async throws {
    let fixture = try Fixture()
    let request = HTTPRequest(url: "https://\(fixture.origin)/")
    let error = try #require(await result(fixture.client, request).error)
    #expect(error.code == .tls)
    #expect(error.message.hasPrefix("no trusted TLS connection to \(fixture.origin): "))
    #expect(
      error.message.hasSuffix(
        "; check that the server speaks https and that its certificate is valid"))
  }

  @Test("A server that never answers runs into the total limit")
  func totalTimeout() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .hanging]))
    var request = fixture.chat()
    request.totalTimeout = .milliseconds(200)
    let error = try #require(await result(fixture.client, request).error)
    #expect(error.code == .timedOut)
    #expect(
      error.message
        == "\(fixture.origin) gave no complete answer within 0.2 s; allow it more time")
    await fixture.server.counters { $0.abandoned == 1 }
  }

  @Test("A server that falls silent runs into the idle limit, one that drips does not")
  func idleTimeout() async throws {
    let fixture = try Fixture(
      StubBehaviour(faults: [
        1: .hanging,
        2: StubReply.bytes(noise(1000)).delivered(.drip(size: 200, interval: .milliseconds(300))),
      ]))
    let request = HTTPRequest(url: fixture.url("/v1/models"), idleTimeout: .seconds(1))
    let error = try #require(await result(fixture.client, request).error)
    #expect(error.code == .timedOut)
    #expect(error.message == "\(fixture.origin) sent nothing for 1 s; allow it more time")
    #expect(try await fixture.client.send(request).body == noise(1000))
  }
}

/// A loopback port that accepts no connection: none listens there, or the listener's queue is full.
final class ClosedPort {
  let number: UInt16
  private let listener: Int32
  private var queued: [Int32] = []

  init(backlog: Int32?) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let socket = listener
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      var size = socklen_t(bytes.count)
      return bind(socket, address, size) == 0 && getsockname(socket, address, &size) == 0
    }
    try #require(isBound)
    number = UInt16(bigEndian: address.sin_port)
    guard let backlog else { return }
    try #require(listen(listener, backlog) == 0)
    // A queue of length 0 has room for one; when it is there, further ones get no answer.
    queued.append(Self.connect(to: address))
    var arrival = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    try #require(poll(&arrival, 1, 10_000) == 1)
  }

  private static func connect(to address: sockaddr_in) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    var address = address
    withUnsafeBytes(of: &address) { bytes in
      _ = Glibc.connect(
        descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
        socklen_t(bytes.count))
    }
    return descriptor
  }

  deinit {
    for descriptor in queued { close(descriptor) }
    close(listener)
  }
}
