import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("When a tool's action is performed")
struct ToolMomentTests {
  private func action(_ when: JSON?) throws -> ToolAction {
    var description: JSONObject = ["type": "CREATE_EVENT", "text": "Plans an event."]
    description["when"] = when
    let plan = ComponentPlan(kind: "tool", plugin: "org.example.calendar", name: "calendar")
    return try ToolAction(.object(description), tool: 0, plan: plan).available()
  }

  @Test("an action at the step's end is refused, since nobody would perform it")
  func stepEnd() throws {
    let error = #expect(throws: PluginError.self) { try action("step-end") }
    #expect(
      error?.message
        == "The tool 'calendar' performs CREATE_EVENT when the step ends, which is not available yet. Leave it out."
    )
  }

  @Test("an action at once is what a tool has that says nothing else")
  func now() throws {
    #expect(try action(nil).moment == .now)
    #expect(try action("now").moment == .now)
  }
}
