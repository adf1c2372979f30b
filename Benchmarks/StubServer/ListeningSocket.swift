import Glibc

/// Opens the server's socket.
enum ListeningSocket {
  static func open(
    port: UInt16
  ) throws(StubServer.StartError) -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw failure("no socket") }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    // SAFETY: a `sockaddr_in` is a `sockaddr` for these calls, which get its size.
    let isOpen = withUnsafeMutableBytes(of: &address) { bytes in
      let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      var size = socklen_t(bytes.count)
      return bind(descriptor, address, size) == 0 && listen(descriptor, 4096) == 0
        && getsockname(descriptor, address, &size) == 0
    }
    guard isOpen else {
      let error = failure("can't listen on 127.0.0.1:\(port)")
      close(descriptor)
      throw error
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func failure(_ what: String) -> StubServer.StartError {
    StubServer.StartError(description: "\(what): \(String(cString: strerror(errno)))")
  }
}
