import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.store/1`: bytes by key, per component, in the scope of a person or shared by all.
struct StoreService: Service {
  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    do throws(PluginError) {
      return .now(.success(try perform(request)))
    } catch {
      return .now(.failure(error))
    }
  }

  private func perform(_ request: ServiceRequest) throws(PluginError) -> Reply {
    guard let scope = request.root.scope as? CallScope else {
      throw PluginError(.unavailable, "tt.store is not offered to this call.")
    }
    let json = try parsed(request)
    let space = try space(json, request, scope)
    if request.op == "put" || request.op == "delete", scope.isExternal(request.path) {
      throw PluginError(
        .state,
        "tt.store: an action on the world outside is not performed again when a run is replayed, so it writes "
          + "nothing here. Answer the new 'state' instead.")
    }
    switch request.op {
    case "get": return get(try keys(json), space, scope)
    case "put": return try put(json, request.body, space, scope)
    case "delete":
      for key in try keys(json) { scope.writes.delete(space, Array(key.utf8)) }
      return Reply([:])
    case "scan": return scan(json, space, scope)
    default: throw .unknownOperation("tt.store", request.op)
    }
  }

  private func space(
    _ json: JSON, _ request: ServiceRequest, _ scope: CallScope
  ) throws(PluginError) -> StoreSpace {
    let namespace = "\(request.pluginID)/\(request.componentName)"
    switch json["scope"]?.string {
    case "shared": return StoreSpace(scope: .shared, namespace: namespace)
    case "agent", nil:
      guard let index = scope.agentIndex else {
        throw PluginError(
          .invalid, "tt.store: the scope 'agent' needs a call that serves a person.")
      }
      return StoreSpace(scope: .agent(index), namespace: namespace)
    case let other?:
      throw PluginError(.invalid, "tt.store: '\(other)' is no scope. Use 'agent' or 'shared'.")
    }
  }

  private func get(_ keys: [String], _ space: StoreSpace, _ scope: CallScope) -> Reply {
    var body: [UInt8] = []
    var lengths: [JSON] = []
    var found: [JSON] = []
    for key in keys {
      let value = scope.writes.get(space, Array(key.utf8))
      found.append(.bool(value != nil))
      lengths.append(.integer(Int64(value?.count ?? 0)))
      body += value ?? []
    }
    return Reply(["found": .array(found), "lengths": .array(lengths)], body: body)
  }

  private func put(
    _ json: JSON, _ body: [UInt8], _ space: StoreSpace, _ scope: CallScope
  ) throws(PluginError) -> Reply {
    let keys = try keys(json)
    let lengths = (json["lengths"]?.array ?? [.integer(Int64(body.count))]).map { $0.integer ?? -1 }
    var rest = body.count
    for length in lengths where rest >= 0 { rest = length < 0 ? -1 : rest - min(length, rest + 1) }
    guard keys.count == lengths.count, rest == 0 else {
      throw PluginError(
        .invalid, "tt.store put: the lengths do not add up to the body's \(body.count) bytes.")
    }
    var start = 0
    for (key, length) in zip(keys, lengths) {
      scope.writes.put(space, Array(key.utf8), Array(body[start..<(start + length)]))
      start += length
    }
    return Reply([:])
  }

  private func scan(_ json: JSON, _ space: StoreSpace, _ scope: CallScope) -> Reply {
    let prefix = Array((json["prefix"]?.string ?? "").utf8)
    let after = json["after"]?.string.map { Array($0.utf8) }
    let limit = json["limit"]?.integer ?? 1000
    var body: [UInt8] = []
    var keys: [JSON] = []
    var lengths: [JSON] = []
    for (key, value) in scope.writes.scan(space, prefix: prefix, after: after, limit: limit) {
      keys.append(.string(String(decoding: key, as: UTF8.self)))
      lengths.append(.integer(Int64(value.count)))
      body += value
    }
    return Reply(["keys": .array(keys), "lengths": .array(lengths)], body: body)
  }

  private func keys(_ json: JSON) throws(PluginError) -> [String] {
    guard let keys = json["keys"]?.array else {
      throw PluginError(.invalid, "tt.store: 'keys' is missing.")
    }
    let texts = keys.compactMap(\.string)
    guard texts.count == keys.count else {
      throw PluginError(.invalid, "tt.store: every key must be a text.")
    }
    return texts
  }
}

/// Parses a service request's JSON, with an error that names the service.
func parsed(_ request: ServiceRequest) throws(PluginError) -> JSON {
  do {
    return try JSON(parsing: request.json)
  } catch {
    throw PluginError(.invalid, "The request '\(request.op)' is not JSON: \(error).")
  }
}
