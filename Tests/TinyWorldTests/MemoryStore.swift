import Synchronization
import TinyTroupeFakeHost
import TinyTroupeJSON

/// A `tt.store` in memory.
final class MemoryStore: Sendable {
  private let values = Mutex<[String: [UInt8]]>([:])

  var keys: [String] { values.withLock { $0.keys.sorted() } }

  /// The service for a fake host's script.
  var service: FakeService {
    { [self] op, request, body in
      let keys = (request["keys"]?.array ?? []).compactMap(\.string)
      return switch op {
      case "put": put(keys, request["lengths"]?.array ?? [], body)
      case "get": get(keys)
      default: scan(request)
      }
    }
  }

  private func put(_ keys: [String], _ lengths: [JSON], _ body: [UInt8]) -> FakeAnswer {
    var start = 0
    for (key, length) in zip(keys, lengths.compactMap(\.integer)) {
      values.withLock { $0[key] = Array(body[start..<(start + length)]) }
      start += length
    }
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
