internal import TinyTroupeJSON

/// Who shares a key of the store.
public enum StoreScope: String, Sendable {
  /// The calling person alone.
  case agent
  /// Everybody; what is written is seen from the next step on.
  case shared
}

/// A key of the store with its value.
public struct StoredValue: Sendable, Hashable {
  /// The key.
  public let key: String
  /// The value.
  public let value: [UInt8]

  /// Makes a pair.
  public init(key: String, value: [UInt8]) {
    self.key = key
    self.value = value
  }
}

extension ServiceRequest where Answer == [[UInt8]?] {
  /// Reads values; nil for a key that is not there.
  public static func storeGet(_ keys: [String], in scope: StoreScope = .agent) -> ServiceRequest {
    ServiceRequest(.store, "get", .object(StoreWire.request(scope, keys: keys))) { reply in
      let found = try reply.result.member("found", of: .store).array ?? []
      let values = try StoreWire.values(reply)
      guard found.count == keys.count, values.count == keys.count else { throw StoreWire.mismatch }
      return zip(found, values).map { $0.bool == true ? $1 : nil }
    }
  }
}

extension ServiceRequest where Answer == Void {
  /// Writes values.
  public static func storePut(
    _ values: [StoredValue], in scope: StoreScope = .agent
  ) -> ServiceRequest {
    var request = StoreWire.request(scope, keys: values.map(\.key))
    request["lengths"] = .array(values.map { .integer(Int64($0.value.count)) })
    return ServiceRequest(.store, "put", .object(request), body: values.flatMap(\.value)) { _ in }
  }

  /// Removes keys; those that are not there are ignored.
  public static func storeDelete(_ keys: [String], in scope: StoreScope = .agent) -> ServiceRequest
  {
    ServiceRequest(.store, "delete", .object(StoreWire.request(scope, keys: keys))) { _ in }
  }
}

extension ServiceRequest where Answer == [StoredValue] {
  /// Reads the values whose keys begin with `prefix`, ordered by key, those after the key `after`.
  public static func storeScan(
    prefix: String, after: String? = nil, limit: Int? = nil, in scope: StoreScope = .agent
  ) -> ServiceRequest {
    var request: JSONObject = ["scope": .string(scope.rawValue), "prefix": .string(prefix)]
    request["after"] = after.map(JSON.string)
    request["limit"] = limit.map { .integer(Int64($0)) }
    return ServiceRequest(.store, "scan", .object(request)) { reply in
      let keys = try reply.result.member("keys", of: .store).array ?? []
      let values = try StoreWire.values(reply)
      guard keys.count == values.count else { throw StoreWire.mismatch }
      return zip(keys, values).map { StoredValue(key: $0.string ?? "", value: $1) }
    }
  }
}

/// How the store's operations carry values: their lengths in the JSON, their bytes in the body.
private enum StoreWire {
  static let mismatch = PluginFailure(
    .internal, "The answer of 'tt.store/1' has values that do not fit their lengths.")

  static func request(_ scope: StoreScope, keys: [String]) -> JSONObject {
    ["scope": .string(scope.rawValue), "keys": .array(keys.map(JSON.string))]
  }

  static func values(_ reply: ServiceReply) throws -> [[UInt8]] {
    let lengths = try reply.result.member("lengths", of: .store).array ?? []
    var start = 0
    return try lengths.map { length in
      guard let length = length.integer, length >= 0, length <= reply.body.count - start else {
        throw mismatch
      }
      defer { start += length }
      return Array(reply.body[start..<(start + length)])
    }
  }
}
