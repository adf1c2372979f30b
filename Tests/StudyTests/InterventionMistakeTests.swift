import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is wrong with the rules of a study, and exactly what is said of it.
@Suite struct InterventionMistakeTests {
  @Test(
    "Mistakes about interventions",
    arguments: [
      (
        "interventions: [{when: quite > 2, do: [{broadcast: x}]}]",
        "study.yaml:1:24: error: the condition 'quite > 2' cannot be used: 'quite' is nothing that is known of a run (known: step, hour, time, quiet, count(TALK), last(TALK), silent(\"NAME\"), said(\"words\"), and, or, not)"
      ),
      (
        "interventions: [{when: step > 9, do: [{broadcast: x}]}]",
        "study.yaml:1:24: error: this can never happen: 'step > 9' holds in no step of the run (the timeline runs 4 steps)"
      ),
      (
        "interventions: [{when: silent('Nobody') > 1, do: [{broadcast: x}]}]",
        "study.yaml:1:24: error: nobody is called 'Nobody' (there are: Lisa Carter; or write all)"
      ),
      (
        "interventions: [{when: 'true', do: []}]",
        "study.yaml:1:36: error: the intervention does nothing (write: do: [{broadcast: It rains.}])"
      ),
      (
        "interventions: [{when: {claim: x, above: 5, below: 5}, do: [{broadcast: x}]}]",
        "study.yaml:1:52: error: no score is above 'above' and below 'below' ('above' must be the smaller one)"
      ),
      (
        "interventions: [{name: a, when: 'true', do: [{broadcast: x}]}, {name: a, when: 'true', do: [{broadcast: y}]}]",
        "study.yaml:1:71: error: a second intervention is called 'a' (the first is at line 1)"
      ),
      (
        "stop: quiet",
        "study.yaml:1:7: error: the condition 'quiet' cannot be used: it does not say yes or no (compare it: quiet >= 2)"
      ),
    ])
  func mistakes(line: String, sentence: String) throws {
    let folder = try StudyFolder([
      "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28}",
      "study.yaml": line + "\nagents: [{persona: lisa.agent.yaml}]\ntimeline: [{run: 4}]\n",
    ])
    #expect(folder.mistakes() == [sentence])
  }
}
