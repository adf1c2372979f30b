import TinyTroupe
import TinyTroupeJSON

/// Asks one person something, and tells what it says.
func interview(_ troupe: Troupe) async throws(RunError) -> [String] {
  let nuala = TinyPerson("Nuala", ["age": 47, "occupation": "baker"], troupe: troupe)
  nuala.think("The oven has been cold for two days.")
  let actions = try await nuala.listenAndAct("What would help you most?", from: "Interviewer")
  return actions.filter { $0.type == "TALK" }.map(\.content)
}
