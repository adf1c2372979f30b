import TinyTroupe
import TinyTroupeJSON

/// Two people meet in a chat room.
func chatRoom(_ troupe: Troupe) async throws(RunError) -> RunOutcome {
  let lisa = TinyPerson(
    "Lisa Carter",
    ["age": 28, "occupation": ["title": "Data scientist"], "beliefs": ["Data beats opinion."]])
  let oscar = TinyPerson("Oscar", ["age": 30, "occupation": ["title": "Architect"]])
  try lisa.define("occupation.organization", "Northwind")
  try lisa.relate(to: oscar, as: "a friend from school", andBack: "a friend who likes numbers")

  let world = TinyWorld("Chat Room", [lisa, oscar], troupe: troupe)
  world.makeEveryoneAccessible()
  lisa.listen("Talk to Oscar and find out what he likes.")
  for step in try await world.run(steps: 2) {
    for action in step["Lisa Carter"] ?? [] { print("Lisa:", action.type, action.content) }
  }
  return try await world.end()
}
