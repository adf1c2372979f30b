public import TinyTroupeJSON

extension ServiceRequest where Answer == JSON {
  /// Asks the calling person's memory; request and answer are those of `query` in the contract
  /// `memory`.
  public static func queryMemory(_ request: JSON) -> ServiceRequest {
    ServiceRequest(.memory, "query", request) { try $0.result }
  }

  /// Has the calling person's memory record events, by their numbers.
  public static func writeMemory(events: [Int]) -> ServiceRequest {
    let numbers = events.map { JSON.integer(Int64($0)) }
    return ServiceRequest(.memory, "write", ["events": .array(numbers)]) { try $0.result }
  }
}
