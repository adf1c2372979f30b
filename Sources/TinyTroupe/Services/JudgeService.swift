import TinyTroupeJSON
import TinyTroupeKernel

/// The study's judge, made when it is first asked.
struct JudgeSeat: Sendable {
  /// Nil when no plugin provides a judge.
  let slot: InstanceSlot?
  /// People's personas by their names, for claims that concern them.
  let personas: [String: JSON]

  /// Asks about `{claim, of: NAME or world, …}`.
  ///
  /// - Throws: That there is no judge, that nobody has the name, or what the judge throws.
  func ask(_ request: JSON, in root: RootContext) async throws(PluginError) -> JSON {
    let judge = try await instance()
    let reply = try await judge.invoke("judge", json: try filled(request), in: root)
    return try reply.checked(plugin: judge.pluginID)
  }

  func instance() async throws(PluginError) -> Instance {
    guard let slot else { throw PluginError(.unavailable, "No plugin provides a default judge.") }
    return try await slot.instance()
  }

  /// The request in the contract's form, with the persona of whom it is about.
  func filled(_ request: JSON) throws(PluginError) -> [UInt8] {
    guard var members = request.object, members["claim"]?.string?.isEmpty == false else {
      throw PluginError(.invalid, "tt.judge needs a 'claim'.")
    }
    let name = members["of"]?.string ?? "world"
    members["of"] = nil
    if name == "world" {
      members["subject"] = ["kind": "world"]
    } else {
      guard let persona = personas[name] else {
        throw PluginError(.notFound, "tt.judge: nobody is called '\(name)'.")
      }
      members["subject"] = ["kind": "agent", "name": .string(name), "persona": persona]
    }
    return JSON.object(members).bytes
  }
}

/// `tt.judge/1`: whether claims hold, and how far.
struct JudgeService: Service {
  let seat: JudgeSeat

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "check" || request.op == "score" else {
      return .now(.failure(.unknownOperation("tt.judge", request.op)))
    }
    return .later { _ throws(PluginError) in
      guard let json = try? JSON(parsing: request.json) else {
        throw PluginError(.invalid, "tt.judge: the request is not JSON.")
      }
      let judge = try await seat.instance()
      return try await judge.invoke("judge", json: try seat.filled(json), beneath: request)
    }
  }
}
