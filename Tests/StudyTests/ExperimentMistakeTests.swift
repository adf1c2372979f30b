import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is wrong with the arms of a study, and what choosing one makes of it.
@Suite struct ExperimentMistakeTests {
  private func folder(_ line: String) throws -> StudyFolder {
    try StudyFolder([
      "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28}",
      "study.yaml":
        line + "\nseed: 7\nagents: [{persona: lisa.agent.yaml}]\ntimeline: [{run: 4}]\n",
    ])
  }

  @Test(
    "Mistakes about experiments",
    arguments: [
      (
        "experiment: {replicates: 0}",
        "study.yaml:1:26: error: 'experiment.replicates': must be at least 1"
      ),
      (
        "experiment: {arms: {a b: {}}}",
        "study.yaml:1:21: error: 'a b' cannot be the name of an arm (letters, digits, '-' and '_' can, since folders are called by it)"
      ),
      (
        "experiment: {arms: {a: {seed: 7}}}",
        "study.yaml:1:21: warning: the arm 'a' changes nothing: the study says the same already"
      ),
      (
        "experiment: {arms: {a: {}, a: {}}}",
        "study.yaml:1:28: error: the key 'a' is repeated (it is already at line 1, column 21)"
      ),
    ])
  func mistakes(line: String, sentence: String) throws {
    let found = try folder(line).mistakes()
    #expect(found == [sentence])
  }

  @Test("a mistake within an arm stands where the arm does")
  func within() throws {
    let study = try folder(
      "experiment: {arms: {a: {agents.5.as: X}, b: {environment.clock.step: 1x}}}")
    let a = study.mistakes(["experiment.arm=a"])
    #expect(a.count == 1 && a[0].hasPrefix("study.yaml:1:25: error: "), "\(a)")
    let b = study.mistakes(["experiment.arm=b"])
    #expect(b.first?.contains("'1x' is no length of time") == true, "\(b)")
    #expect(
      study.mistakes(["experiment.arm=c"]).first
        == "--set:1:16: error: the experiment has no arm 'c' (there are: a, b)")
  }

  @Test("an arm's study has its changes and its replicate's seed, and is no experiment")
  func chosen() throws {
    let study = try folder("experiment: {replicates: 3, arms: {old: {agents.*.with: {age: 61}}}}")
    let plan = try #require(
      study.check(["experiment.arm=old", "experiment.replicate=3"]).plan)
    #expect(plan.seed == 9)
    #expect(plan.agents.first?.persona["age"] == 61)
    #expect(plan.study["experiment"] == nil)
    #expect(try #require(study.check().plan).seed == 7)
  }
}
