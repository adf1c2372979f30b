import Foundation
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// One use of a tool by a person: its input checked, its state carried, its outcome recorded.
struct ToolUse: Sendable {
  enum Preparation {
    case ready([UInt8])
    /// The person perceives why.
    case refused(String)
  }

  let action: ToolAction
  let content: JSON
  let scope: CallScope

  /// Where the engine keeps a tool's state: with everything else that commits.
  private var stateSpace: StoreSpace {
    StoreSpace(scope: .agent(scope.agentIndex ?? 0), namespace: "engine/tool-state")
  }
  private var stateKey: [UInt8] { Array(action.toolID.utf8) }

  /// Checks the input and writes the tool's request.
  ///
  /// - Parameter path: The call's path, from which an effect on the world outside has its key.
  func prepare(path: String, time: Int64) -> Preparation {
    if action.isExternal, !action.isAllowed {
      return .refused(
        "\(action.type) would act on the world outside, which this study does not allow.")
    }
    if action.isExternal, scope.isAside {
      return .refused("\(action.type) cannot be done while answering on the side.")
    }
    let input: JSON
    switch checkedInput() {
    case .success(let value): input = value
    case .failure(let mistake): return .refused(mistake.text)
    }
    var writer = JSONWriter(capacity: 512)
    writer.object {
      $0.member("type", action.type)
      $0.member("input", input)
      $0.member("time", CivilTime(time).description)
      if let person = scope.person { $0.member("person", person.name) }
      if action.isExternal { $0.member("idempotency_key", BegunEffect.key(of: path)) }
      if let state = scope.writes.get(stateSpace, stateKey) { $0.member("state", raw: state) }
    }
    return .ready(writer.bytes)
  }

  private struct Mistake: Error { let text: String }

  private func checkedInput() -> Result<JSON, Mistake> {
    guard let schema = action.input else { return .success(content) }
    var value = content
    if let text = content.string {
      guard let parsed = try? JSON(parsing: text) else {
        return .failure(
          Mistake(text: "\(action.type) needs its content as JSON: \(schema.text)"))
      }
      value = parsed
    }
    let mistakes = SchemaCache.shared.mistakes(value, schema)
    guard let first = mistakes.first else { return .success(value) }
    return .failure(Mistake(text: "\(action.type) cannot be done like this: \(first)."))
  }

  /// What the person perceives of a mistake of its own.
  func perceivedMistake(_ text: String) -> Reply {
    scope.record(
      CallScope.Performed(
        type: action.type, tool: action.toolName, text: text, data: nil, isError: true,
        artifacts: []))
    return Reply(["text": .string(text), "error": true])
  }

  /// Records the outcome; a failure of the tool is something that the person perceives.
  func conclude(_ outcome: Result<Reply, PluginError>) -> Result<Reply, PluginError> {
    switch outcome {
    case .failure(let error):
      guard error.code != .cancelled else { return outcome }
      return .success(perceivedMistake("\(action.type) did not work: \(error.message)"))
    case .success(let reply):
      guard let json = try? reply.json(), let text = json["text"]?.string else {
        return .failure(
          PluginError(
            .internal,
            "The tool '\(action.toolName)' broke its contract: its answer to \(action.type) is no JSON "
              + "with a 'text'. Report it to the plugin's author."))
      }
      if let state = json["state"] { scope.writes.put(stateSpace, stateKey, state.bytes) }
      scope.record(
        CallScope.Performed(
          type: action.type, tool: action.toolName, text: text, data: json["data"],
          isError: false, artifacts: artifacts(json), notices: notices(json)))
      var result: JSONObject = ["text": .string(text)]
      result["data"] = json["data"]
      return .success(Reply(.object(result)))
    }
  }

  private func notices(_ json: JSON) -> [CallScope.Notice] {
    (json["notices"]?.array ?? []).compactMap { notice in
      guard let text = notice["text"]?.string else { return nil }
      return CallScope.Notice(names: (notice["to"]?.array ?? []).compactMap(\.string), text: text)
    }
  }

  private func artifacts(_ json: JSON) -> [CallScope.Artifact] {
    (json["artifacts"]?.array ?? []).compactMap { artifact in
      guard let name = artifact["name"]?.string else { return nil }
      let binary = artifact["base64"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
      guard let content = binary ?? artifact["content"]?.string.map({ Array($0.utf8) }) else {
        return nil
      }
      return CallScope.Artifact(name: name, content: content)
    }
  }
}
