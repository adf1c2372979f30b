import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// An action that one of a person's tools adds.
struct ToolAction: Sendable {
  /// When the action is performed.
  enum Moment: String, Sendable {
    case now
    case stepEnd = "step-end"
  }

  let type: String
  let text: String
  let tool: Int
  let toolName: String
  /// `PLUGIN/NAME` of the tool: two plugins may have tools of one name.
  let toolID: String
  let input: JSON?
  let moment: Moment
  /// True for what acts on the world outside.
  let isExternal: Bool
  /// True when doing it twice is as good as once.
  let isIdempotent: Bool
  /// True when the study allows the tool to act on the world outside.
  let isAllowed: Bool

  init(_ json: JSON, tool: Int, plan: ComponentPlan) throws(PluginError) {
    let name = plan.name
    guard let type = json["type"]?.string, let text = json["text"]?.string else {
      throw PluginError(.internal, "The tool '\(name)' describes an action without type or text.")
    }
    self.type = type
    self.text = text
    self.tool = tool
    toolName = name
    toolID = "\(plan.plugin)/\(name)"
    input = json["input"]
    moment = Moment(rawValue: json["when"]?.string ?? "now") ?? .now
    // What is not declared could be anything.
    isExternal = json["effects"]?.string ?? "external" == "external"
    isIdempotent = json["idempotent"]?.bool ?? false
    isAllowed = plan.allowsSideEffects
  }
}

extension ToolAction {
  /// True for an action of this type that is performed when the step ends.
  func isLate(_ type: String) -> Bool { moment == .stepEnd && self.type == type }

  /// The action itself, if it can be performed when it says.
  ///
  /// - Throws: That it would act on the world outside when nobody can be told in the same turn what came of it.
  func available() throws(PluginError) -> ToolAction {
    guard moment == .now || !isExternal else {
      throw PluginError(
        .invalid,
        "The tool '\(toolName)' would act on the world outside when the step ends (\(type)). Such actions are performed at once; tell the plugin's author."
      )
    }
    return self
  }
}

/// `tt.tools/1`: what the person whom the call serves can use.
struct ToolsService: Service {
  let toolbox: Toolbox
  let calls: CallJournal

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard let scope = request.root.scope as? CallScope, let person = scope.person else {
      return .now(
        .failure(PluginError(.unavailable, "tt.tools needs a call that serves a person.")))
    }
    let actions = toolbox.actions(of: person)
    switch request.op {
    case "list": return .now(.success(list(actions)))
    case "perform": return perform(request, scope, actions)
    default: return .now(.failure(.unknownOperation("tt.tools", request.op)))
    }
  }

  private func list(_ actions: [ToolAction]) -> Reply {
    let listed = actions.map { action -> JSON in
      var entry: JSONObject = [
        "type": .string(action.type), "text": .string(action.text),
        "tool": .string(action.toolName), "when": .string(action.moment.rawValue),
      ]
      entry["input"] = action.input
      return .object(entry)
    }
    return Reply(["actions": .array(listed)])
  }

  private func perform(
    _ request: ServiceRequest, _ scope: CallScope, _ actions: [ToolAction]
  ) -> ServiceAnswer {
    guard let json = try? JSON(parsing: request.json), let type = json["type"]?.string else {
      return .now(.failure(PluginError(.invalid, "tt.tools perform needs a 'type'.")))
    }
    guard let action = actions.first(where: { $0.type == type }) else {
      return .now(.failure(PluginError(.notFound, "The person has no tool for \(type).")))
    }
    guard action.moment == .now else {
      return .now(
        .failure(
          PluginError(
            .unsupported, "\(type) is performed when the step ends; it is enough to act it.")))
    }
    guard scope.tools.indices.contains(action.tool) else {
      return .now(
        .failure(PluginError(.unavailable, "Tools can be used during a person's turn only.")))
    }
    let use = ToolUse(action: action, content: json["content"] ?? "", scope: scope)
    let tool = scope.tools[action.tool]
    switch use.prepare(path: request.path, time: request.root.timeNS) {
    case .refused(let text): return .now(.success(use.perceivedMistake(text)))
    case .ready(let json) where action.isExternal:
      let effect = ExternalEffect(use: use, tool: tool, calls: calls, json: json)
      return .later { _ throws(PluginError) in try await effect.perform(request) }
    case .ready(let json):
      return .invoke(tool, op: "perform", json: json, body: []) { use.conclude($0) }
    }
  }
}
