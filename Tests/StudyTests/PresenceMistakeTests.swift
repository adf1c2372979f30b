import Testing

@testable import TinyTroupe

@Suite("Mistakes about who is there")
struct PresenceMistakeTests {
  @Test(
    "Mistakes about time, coming and going",
    arguments: [
      (
        "{skip: 3 days}",
        "'3 days' is no"
      ),
      ("{run: {steps: 1, every: x}}", "'x' is no"),
      ("{leave: Bob}", "nobody is called 'Bob'"),
      ("{join: all}", "'join' needs names (write: join: [Ana, Ben])"),
      (
        "{leave: Lisa Carter}, {leave: Lisa Carter}",
        "'Lisa Carter' is not there any more (let them join before)"
      ),
      (
        "{join: Lisa Carter}, {join: [Lisa Carter]}",
        "'Lisa Carter' is there already (only who has left, or was never there, can join)"
      ),
      (
        "{leave: Lisa Carter}, {say: {to: Lisa Carter, text: x}}, {run: 1}",
        "'Lisa Carter' is not there in the next step and will not hear it"
      ),
      ("{skip: 1d, step: 2}", "only 'broadcast' and 'say' take 'step' or 'at'"),
    ])
  func passages(entries: String, sentence: String) throws {
    let study = "agents: [{persona: {name: Lisa Carter}}]\ntimeline: [{run: 1}, \(entries)]"
    let found = try StudyFolder(["study.yaml": study]).mistakes()
    #expect(found.count == 1 && found[0].contains(sentence), "\(found)")
  }
}
