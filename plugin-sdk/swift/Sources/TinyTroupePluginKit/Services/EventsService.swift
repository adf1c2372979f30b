public import TinyTroupeJSON

extension ServiceRequest where Answer == [JSON] {
  /// Reads events of the run: `ids`, or `agent`, or `world: true`, with `after`, `limit` and
  /// `types`.
  public static func queryEvents(_ request: JSON) -> ServiceRequest {
    ServiceRequest(.events, "query", request) {
      try $0.result.member("events", of: .events).array ?? []
    }
  }

  /// Reads events by their numbers.
  public static func events(_ ids: [Int]) -> ServiceRequest {
    queryEvents(["ids": .array(ids.map { .integer(Int64($0)) })])
  }
}
