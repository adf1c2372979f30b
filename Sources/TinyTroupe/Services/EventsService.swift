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
    let numbers: [Int]
    if let ids = json["ids"]?.array {
      numbers = ids.compactMap(\.integer)
    } else {
      numbers = try selection(json, scope, log)
    }
    return reply(numbers, json, viewer: scope.experience.viewer, log)
  }

  private func selection(
    _ json: JSON, _ scope: CallScope, _ log: EventLog
  ) throws(PluginError) -> [Int] {
    let all: [Int]
    if json["world"]?.bool == true {
      guard scope.experience.viewer == nil else {
        throw PluginError(.invalid, "tt.events: a person cannot read the whole world.")
      }
      all = log.entries().map(\.event.seq)
    } else if let viewer = scope.experience.viewer {
      all = log.experience(of: viewer)
    } else {
      throw PluginError(.invalid, "tt.events query needs 'ids', 'agent' or 'world'.")
    }
    let after = json["after"]?.integer ?? -1
    let fresh = all.drop { $0 <= after }
    guard let limit = json["limit"]?.integer else { return Array(fresh) }
    return Array(fresh.suffix(limit))
  }

  private func reply(_ numbers: [Int], _ json: JSON, viewer: Int?, _ log: EventLog) -> Reply {
    let types = json["types"]?.array.map { Set($0.compactMap(\.string)) }
    var writer = JSONWriter(capacity: numbers.count * 200 + 32)
    writer.object { writer in
      writer.key("events")
      writer.array { writer in
        for number in numbers {
          guard let item = ExperienceItem(number, viewer: viewer, log: log) else { continue }
          if let types, !types.contains(item.type) { continue }
          item.write(to: &writer)
        }
      }
    }
    return Reply(result: writer.bytes)
  }
}
