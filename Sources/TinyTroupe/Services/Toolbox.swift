import TinyTroupeJSON
import TinyTroupeKernel

/// The actions that the tools of each person add, described once per tool and configuration.
struct Toolbox: Sendable {
  /// Actions by person, in the order of their tools.
  private let actions: [[ToolAction]]

  /// Asks every distinct tool to describe itself.
  static func describe(
    _ people: [Person], root: (String) -> RootContext
  ) async throws(PluginError) -> Toolbox {
    var known: [ComponentPlan: JSON] = [:]
    var actions: [[ToolAction]] = []
    for person in people {
      var own: [ToolAction] = []
      for (position, slot) in person.tools.enumerated() {
        let description: JSON
        if let earlier = known[slot.plan] {
          description = earlier
        } else {
          let tool = try await slot.instance()
          description = try await tool.describe(Array("{}".utf8), in: root(slot.plan.name))
            .checked(plugin: tool.pluginID)
          known[slot.plan] = description
        }
        for action in description["actions"]?.array ?? [] {
          own.append(try ToolAction(action, tool: position, plan: slot.plan).available())
        }
      }
      try refuseTwins(own, person)
      actions.append(own)
    }
    return Toolbox(actions: actions)
  }

  private static func refuseTwins(_ actions: [ToolAction], _ person: Person) throws(PluginError) {
    for (position, action) in actions.enumerated() {
      if let first = actions[..<position].first(where: { $0.type == action.type }) {
        throw PluginError(
          .invalid,
          "\(person.name) has two tools for \(action.type): '\(first.toolName)' and '\(action.toolName)'. Leave one out."
        )
      }
    }
  }

  func actions(of person: Person) -> [ToolAction] {
    actions.indices.contains(person.index) ? actions[person.index] : []
  }
}
