/// What a stub server has seen so far.
public struct StubCounters: Equatable, Sendable {
  /// Requests that arrived, malformed ones included.
  public internal(set) var requests = 0

  /// Requests whose answer has not been sent completely.
  public internal(set) var inFlight = 0

  /// The most requests in flight at once.
  public internal(set) var peakInFlight = 0

  /// Connections accepted.
  public internal(set) var connections = 0

  /// Connections open now.
  public internal(set) var openConnections = 0

  /// Connections that the client closed while it was owed an answer.
  public internal(set) var abandoned = 0

  /// Bytes of all requests.
  public internal(set) var bytesReceived = 0

  /// The counters as a JSON object on one line.
  public var json: String {
    """
    {"requests":\(requests),"in_flight":\(inFlight),"peak_in_flight":\(peakInFlight),\
    "connections":\(connections),"open_connections":\(openConnections),"abandoned":\(abandoned),\
    "bytes_received":\(bytesReceived)}
    """
  }
}
