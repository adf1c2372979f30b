import TinyTroupeJSON
import TinyTroupeKernel

/// Whose experience a call may read.
enum ExperienceView: Sendable {
  /// What one person perceived and did.
  case person(Int, EventLog)
  /// Everything that happened.
  case world(EventLog)

  var log: EventLog {
    switch self {
    case .person(_, let log), .world(let log): log
    }
  }

  var viewer: Int? {
    guard case .person(let index, _) = self else { return nil }
    return index
  }
}

/// `tt.events/1`: the run's log as a person experienced it.
struct EventsService: Service {
  /// People's numbers by their names.
  var numbers: [String: Int] = [:]

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    do throws(PluginError) {
      return .now(.success(try query(request)))
    } catch {
      return .now(.failure(error))
    }
  }

  private func query(_ request: ServiceRequest) throws(PluginError) -> Reply {
    guard request.op == "query" else { throw .unknownOperation("tt.events", request.op) }
    guard let scope = request.root.scope as? CallScope else {
      throw PluginError(.unavailable, "tt.events is not offered to this call.")
    }
    let json = try parsed(request)
    let log = scope.experience.log
    let viewer = try viewer(json, scope)
    let numbers: [Int]
    if let ids = json["ids"]?.array {
      numbers = ids.compactMap(\.integer).filter { viewer == nil || log.reached(viewer, $0) }
    } else {
      numbers = try selection(json, viewer, log)
    }
    var items = numbers.compactMap { ExperienceItem($0, viewer: viewer, log: log) }
    if let types = json["types"]?.array {
      let wanted = Set(types.compactMap(\.string))
      items.removeAll { !wanted.contains($0.type) }
    }
    if json["ids"] == nil, let limit = json["limit"]?.integer {
      items = items.suffix(max(limit, 0))
    }
    return reply(items)
  }

  /// Whose experience is read: of a call that serves a person always that person's.
  private func viewer(_ json: JSON, _ scope: CallScope) throws(PluginError) -> Int? {
    if let own = scope.experience.viewer { return own }
    guard let name = json["agent"]?.string else { return nil }
    guard let number = numbers[name] else {
      throw PluginError(.notFound, "tt.events: nobody is called '\(name)'.")
    }
    return number
  }

  private func selection(
    _ json: JSON, _ viewer: Int?, _ log: EventLog
  ) throws(PluginError) -> [Int] {
    let all: [Int]
    if json["world"]?.bool == true {
      guard viewer == nil else {
        throw PluginError(.invalid, "tt.events: a person cannot read the whole world.")
      }
      all = log.entries().map(\.event.seq)
    } else if let viewer {
      all = log.experience(of: viewer)
    } else {
      throw PluginError(.invalid, "tt.events query needs 'ids', 'agent' or 'world'.")
    }
    let after = json["after"]?.integer ?? -1
    return Array(all.drop { $0 <= after })
  }

  private func reply(_ items: [ExperienceItem]) -> Reply {
    var writer = JSONWriter(capacity: items.count * 200 + 32)
    writer.object { writer in
      writer.key("events")
      writer.array { writer in for item in items { item.write(to: &writer) } }
    }
    return Reply(result: writer.bytes)
  }
}

extension EventLog {
  /// Whether a person witnessed an event.
  fileprivate func reached(_ viewer: Int?, _ number: Int) -> Bool {
    guard let viewer, number >= 0 else { return false }
    return entries(from: number, limit: 1).first?.witnesses.include(viewer) ?? false
  }
}
