internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A `tt.store/1` in memory, in which all scopes are one.
///
/// Hand its `service` to a fake host; several instances that share it see what the others wrote.
public final class FakeStore: Sendable {
  private let values = Mutex<[String: [UInt8]]>([:])

  /// Makes an empty store.
  public init() {}

  /// The keys that have a value, in order.
  public var keys: [String] { values.withLock { $0.keys.sorted() } }

  /// The value of a key, to be read or put as a plugin would; nil for none.
  public subscript(key: String) -> [UInt8]? {
    get { values.withLock { $0[key] } }
    set { values.withLock { $0[key] = newValue } }
  }

  /// The service for a fake host's script.
  public var service: FakeService {
    { [self] op, request, body in
      let keys = (request["keys"]?.array ?? []).compactMap(\.string)
      return switch op {
      case "put": try put(keys, request["lengths"]?.array ?? [], body)
      case "get": get(keys)
      case "delete": delete(keys)
      default: scan(request)
      }
    }
  }

  private func put(_ keys: [String], _ lengths: [JSON], _ body: [UInt8]) throws -> FakeAnswer {
    var rest = body[...]
    for (key, length) in zip(keys, lengths.map { $0.integer ?? -1 }) {
      guard (0...rest.count).contains(length) else {
        throw PluginFailure(.invalid, "tt.store put: the lengths do not add up to the body.")
      }
      values.withLock { $0[key] = Array(rest.prefix(length)) }
      rest = rest.dropFirst(length)
    }
    return FakeAnswer([:])
  }

  private func delete(_ keys: [String]) -> FakeAnswer {
    values.withLock { values in for key in keys { values[key] = nil } }
    return FakeAnswer([:])
  }

  private func get(_ keys: [String]) -> FakeAnswer {
    answer(keys.map { key in (key, values.withLock { $0[key] }) }, "found") { .bool($0 != nil) }
  }

  private func scan(_ request: JSON) -> FakeAnswer {
    let prefix = request["prefix"]?.string ?? ""
    let after = request["after"]?.string ?? ""
    let found = keys.filter { $0.hasPrefix(prefix) && $0 > after }
      .prefix(request["limit"]?.integer ?? 1000)
    var result = answer(found.map { key in (key, values.withLock { $0[key] }) }, "") { _ in true }
    result.result = [
      "keys": .array(found.map(JSON.string)), "lengths": result.result?["lengths"] ?? [],
    ]
    return result
  }

  private func answer(
    _ pairs: [(String, [UInt8]?)], _ key: String, _ mark: ([UInt8]?) -> JSON
  ) -> FakeAnswer {
    let lengths = pairs.map { JSON.integer(Int64($0.1?.count ?? 0)) }
    let result = JSONObject([
      (key, .array(pairs.map { mark($0.1) })), ("lengths", .array(lengths)),
    ])
    return FakeAnswer(.object(result), body: pairs.flatMap { $0.1 ?? [] })
  }
}
