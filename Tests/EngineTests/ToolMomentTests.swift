import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("When a tool's action is performed")
struct ToolMomentTests {
  private func action(_ when: JSON?, effects: JSON = "write") throws -> ToolAction {
    var description: JSONObject = [
      "type": "CREATE_EVENT", "text": "Plans an event.", "effects": effects,
    ]
    description["when"] = when
    let plan = ComponentPlan(kind: "tool", plugin: "org.example.calendar", name: "calendar")
    return try ToolAction(.object(description), tool: 0, plan: plan).available()
  }

  @Test("an action on the world outside is not left for the step's end")
  func stepEnd() throws {
    #expect(try action("step-end").isLate("CREATE_EVENT"))
    let error = #expect(throws: PluginError.self) { try action("step-end", effects: "external") }
    #expect(
      error?.message
        == "The tool 'calendar' would act on the world outside when the step ends (CREATE_EVENT). "
        + "Such actions are performed at once; tell the plugin's author.")
  }

  @Test("an action at once is what a tool has that says nothing else")
  func now() throws {
    #expect(try action(nil).moment == .now)
    #expect(try action("now", effects: "external").moment == .now)
    #expect(try !action(nil).isLate("CREATE_EVENT"))
  }
}
