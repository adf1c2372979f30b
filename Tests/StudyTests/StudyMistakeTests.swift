import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is wrong with a study, and exactly what is said of it.
@Suite struct StudyMistakeTests {
  private let people = [
    "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28}",
    "old.fragment.yaml": "type: fragment\npersona:\n  age: 61\n  name: Somebody",
    "broken.agent.yaml": "name: [x",
    "nameless.agent.yaml": "persona: {name: , age: 3}",
    "empty/notes.txt": "",
    "twins/a.agent.yaml": "name: Ann",
    "twins/b.agent.yaml": "name: Ann",
  ]

  private func folder(_ study: String) throws -> StudyFolder {
    try StudyFolder(people.merging(["study.yaml": study]) { $1 })
  }

  /// A study that is right but for one line.
  private func study(_ line: String) -> String {
    var text = line + "\n"
    if !line.hasPrefix("agents:") { text += "agents: [{persona: lisa.agent.yaml}]\n" }
    if !line.hasPrefix("timeline:") { text += "timeline: [{run: 4}]\n" }
    return text
  }

  @Test(
    "General mistakes",
    arguments: [
      (
        "cost: []",
        "study.yaml:1:1: error: 'cost' is not available yet"
      ),
      (
        "experimnt: {}",
        "study.yaml:1:1: error: unknown key 'experimnt' (did you mean 'experiment'?)"
      ),
      ("agnets: []", "study.yaml:1:1: error: unknown key 'agnets' (did you mean 'agents'?)"),
      ("seed: -1", "study.yaml:1:7: error: 'seed': must be at least 0"),
      (
        "seed: '7'",
        "study.yaml:1:7: error: 'seed': expected a whole number, found a text (remove the quotes)"
      ),
      (
        "name: 12",
        "study.yaml:1:7: error: 'name': expected a text, found a whole number (put it in quotes: \"12\")"
      ),
      (
        "on_error: skipp",
        "study.yaml:1:11: error: 'on_error': 'skipp' is not allowed (did you mean 'skip'?)"
      ),
      ("on_error: {retry: 0}", "study.yaml:1:19: error: 'on_error.retry': must be at least 1"),
      ("plugins: {path: []}", "study.yaml:1:11: error: unknown key 'path' (did you mean 'paths'?)"),
    ])
  func general(line: String, sentence: String) throws {
    let found = try folder(study(line)).mistakes()
    #expect(found == [sentence])
  }

  @Test(
    "Mistakes about components",
    arguments: [
      (
        "llm: opnai",
        "study.yaml:1:6: error: no plugin provides the llm 'opnai' (did you mean 'openai'?)"
      ),
      (
        "llm: {use: bard}",
        "study.yaml:1:12: error: no plugin provides the llm 'bard' (there are: rehearsal, openai)"
      ),
      ("llm: {model: x}", "study.yaml:1:6: error: 'llm': the key 'use' is missing"),
      (
        "llm: {use: auto}",
        "study.yaml:1:12: error: no model can be taken by 'use: auto' (name a model; see: tinytroupe plugin list)"
      ),
      ("llm: {use: openai, rate: 0}", "study.yaml:1:26: error: 'llm.rate': must be at least 1"),
      (
        "llm: {use: openai, budget: {cals: 5}}",
        "study.yaml:1:29: error: unknown key 'cals' (did you mean 'calls'?)"
      ),
      (
        "llm: {use: openai, budget: {time: soon}}",
        "study.yaml:1:35: error: 'soon' is no length of time (write seconds (600), or 90s, 10m, 2h)"
      ),
      (
        "llm: {use: openai, model: x, budget: {cost_usd: 1}}",
        "study.yaml:1:6: error: nobody knows what the model 'x' costs, so its cost cannot be limited "
          + "(add its price in dollars for a million tokens: price: {input: 0.25, output: 2}, or price: none)"
      ),
      (
        "llm: {use: openai, price: {input: 1}}",
        "study.yaml:1:27: error: 'llm.price': the key 'output' is missing"
      ),
      (
        "llm: {use: openai, modle: x}",
        "study.yaml:1:20: error: unknown key 'modle' (did you mean 'model'?)"
      ),
      (
        "llm: {use: openai, concurency: 5}",
        "study.yaml:1:20: error: unknown key 'concurency' (did you mean 'concurrency'?)"
      ),
      (
        "llm: {use: openai, concurrency: many}",
        "study.yaml:1:33: error: 'llm.concurrency': expected a whole number, found a text"
      ),
      (
        "llm: {use: openai, temperature: 3}",
        "study.yaml:1:33: error: 'llm.temperature': must be at most 2"
      ),
      (
        "llm: {use: rehearsal, model: x}",
        "study.yaml:1:23: error: unknown key 'model' (known keys: use, concurrency, attempts, deadline, retries, endpoints, price, budget, cache, rate)"
      ),
      (
        "llm: {use: openai, deadline: soon}",
        "study.yaml:1:30: error: 'soon' is no deadline between a second and a day (write seconds (600), or 90s, 10m, 1h)"
      ),
      (
        "llm: {use: openai, deadline: 2d}",
        "study.yaml:1:30: error: '2d' is no deadline between a second and a day (write seconds (600), or 90s, 10m, 1h)"
      ),
      (
        "llm: {use: openai, deadline: 0.5}",
        "study.yaml:1:30: error: 'llm.deadline': must be at least 1"
      ),
      (
        "llm: {use: openai, retries: -1}",
        "study.yaml:1:29: error: 'llm.retries': must be at least 0"
      ),
      (
        "llm: {use: openai, endpoints: []}",
        "study.yaml:1:31: error: 'endpoints' names no server (leave it out, or write: endpoints: [{base_url: http://localhost:8080/v1}])"
      ),
      (
        "llm: {use: openai, endpoints: [http://a/v1]}",
        "study.yaml:1:32: error: 'llm.endpoints.0': expected a mapping, found a text"
      ),
      (
        "llm: {use: openai, endpoints: [{base_ulr: http://a/v1}]}",
        "study.yaml:1:33: error: unknown key 'base_ulr' (did you mean 'base_url'?)"
      ),
      (
        "llm: {use: openai, endpoints: [{base_url: 7}]}",
        "study.yaml:1:43: error: 'llm.endpoints.0.base_url': expected a text, found a whole number (put it in quotes: \"7\")"
      ),
      (
        "llm: {use: openai, endpoints: [{api_key: sk-1}]}",
        "study.yaml:1:42: error: 'api_key' may not stand in a study (write {$secret: NAME}, and keep the key in the environment variable that the plugin names)"
      ),
      (
        "llms: {default: rehearsal}",
        "study.yaml:1:8: error: 'default' is the name of the model under 'llm' (rename this one)"
      ),
      (
        "purposes: {extract: judge}",
        "study.yaml:1:21: error: no model is called 'judge' (there are: default; add others under 'llms')"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, llm: defualt}]",
        "study.yaml:1:42: error: no model is called 'defualt' (did you mean 'default'?)"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, tools: [calendar]}]",
        "study.yaml:1:45: error: 2 plugins provide the tool 'calendar' (write 'org.test.a/calendar' or 'org.test.b/calendar')"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, tools: [files]}]",
        "study.yaml:1:45: error: 'agents.0.tools.0': the key 'folders' is missing"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, tools: [{folders: []}]}]",
        "study.yaml:1:45: error: 'agents.0.tools.0': the key 'use' is missing"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, memory: {window: {recent: x}}}]",
        "study.yaml:1:63: error: 'agents.0.memory.window.recent': expected a whole number, found a text"
      ),
      (
        "environment: {use: tiny-wurld}",
        "study.yaml:1:20: error: no plugin provides the environment 'tiny-wurld' (did you mean 'tiny-world'?)"
      ),
      (
        "environment: {order: random}",
        "study.yaml:1:22: error: 'environment.order': 'random' is not allowed (one of: simultaneous, sequential)"
      ),
    ])
  func components(line: String, sentence: String) throws {
    let found = try folder(study(line)).mistakes()
    #expect(found == [sentence])
  }

  @Test(
    "Mistakes about people",
    arguments: [
      (
        "agents: []",
        "study.yaml:1:9: error: nobody takes part (list a persona: {persona: lisa.agent.yaml})"
      ),
      (
        "agents: [{persona: liza.agent.yaml}]",
        "study.yaml:1:20: error: cannot read 'liza.agent.yaml': no such file (did you mean 'lisa.agent.yaml'?)"
      ),
      ("agents: [{persona: empty}]", "study.yaml:1:20: error: cannot read 'empty': it is a folder"),
      (
        "agents: [{persona: https://a.test/b.json}]",
        "study.yaml:1:20: error: 'https://a.test/b.json' is on the network, not a file (download it into the study's folder)"
      ),
      (
        "agents: [{persona: old.fragment.yaml}]",
        "study.yaml:1:20: error: 'old.fragment.yaml' is a fragment, not a person (name it under 'fragments')"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, fragments: [lisa.agent.yaml]}]",
        "study.yaml:1:49: error: 'lisa.agent.yaml' is a person, not a fragment (name it under 'persona')"
      ),
      (
        "agents: [{persona: broken.agent.yaml}]",
        "broken.agent.yaml:1:9: error: a ',' or ']' is missing here (the list begins at line 1, column 7)"
      ),
      (
        "agents: [{persona: nameless.agent.yaml}]",
        "nameless.agent.yaml:1:10: error: the person has no name (add 'name:', or 'as:' in the study)"
      ),
      (
        "agents: [{persona: {age: 3}}]",
        "study.yaml:1:20: error: this is neither a person nor a fragment (write 'type: person' or 'type: fragment', and the rest below 'persona:')"
      ),
      (
        "agents: [{as: x}]",
        "study.yaml:1:10: error: an agent needs 'persona' or 'population' (write: {persona: lisa.agent.yaml})"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, population: twins, as: x}]",
        "study.yaml:1:49: error: 'persona' and 'population' exclude each other (make two entries of it)"
      ),
      (
        "agents: [{population: empty}]",
        "study.yaml:1:23: error: 'empty' holds no persona files (their names end in .agent.json or .agent.yaml)"
      ),
      (
        "agents: [{population: nowhere}]",
        "study.yaml:1:23: error: cannot read 'nowhere': no such folder"
      ),
      (
        "agents: [{population: twins}]",
        "twins/b.agent.yaml:1:1: error: a second person is called 'Ann' (the first is at twins/a.agent.yaml, line 1; rename one: 'as: Ann 2')"
      ),
      (
        "agents: [{persona: lisa.agent.yaml}, {persona: lisa.agent.yaml}]",
        "study.yaml:1:48: error: a second person is called 'Lisa Carter' (the first is at study.yaml, line 1; rename one: 'as: Lisa Carter 2')"
      ),
      (
        "agents: [{persona: lisa.agent.yaml, fragments: old.fragment.yaml}]",
        "study.yaml:1:48: error: 'agents.0.fragments': expected a list, found a text (write it as a list: [old.fragment.yaml])"
      ),
    ])
  func people(line: String, sentence: String) throws {
    #expect(try folder(study(line)).mistakes().first == sentence)
  }

  @Test func aFragmentsConflictNamesBothValuesAndBothFiles() throws {
    let line =
      "agents: [{persona: lisa.agent.yaml, fragments: [old.fragment.yaml], with: {name: L}}]"
    #expect(
      try folder(study(line)).mistakes() == [
        "old.fragment.yaml:3:8: error: 'age' is '61' in old.fragment.yaml, but '28' in lisa.agent.yaml, line 2 (decide it in the study: 'with: {age: …}')"
      ])
  }

  @Test(
    "Mistakes about the timeline",
    arguments: [
      (
        "timeline: [{ask: {to: Nobody, text: x}}, {run: 1}]",
        "study.yaml:1:23: error: nobody is called 'Nobody' (there are: Lisa Carter; or write all)"
      ),
      (
        "timeline: [{ask: {text: x}, step: 1}, {run: 1}]",
        "study.yaml:1:35: error: 'ask' happens in its place of the timeline (only 'broadcast' and 'say' take 'step' or 'at')"
      ),
      (
        "timeline: [{ask: {text: x, fields: {a: {type: enum}}}}, {run: 1}]",
        "study.yaml:1:40: error: the field 'a' is an enum without values (write: {type: enum, values: [never, once, often]})"
      ),
      (
        "timeline: [{broadcast: x}, {ask: {text: y}}, {run: 1}]",
        "study.yaml:1:24: warning: this reaches people in the next step, after the question at line 1 (put '- run: {steps: 1}' between them)"
      ),
      (
        "timeline: [{brodcast: x}, {run: 1}]",
        "study.yaml:1:13: error: unknown key 'brodcast' (did you mean 'broadcast'?)"
      ),
      (
        "timeline: [{step: 1}, {run: 1}]",
        "study.yaml:1:12: error: an entry of the timeline says what happens (one of: broadcast, say, run, skip, checkpoint, ask, join, leave)"
      ),
      (
        "timeline: [{broadcast: x, run: 1}]",
        "study.yaml:1:12: error: 'broadcast' and 'run' are two things that happen (make an entry of each)"
      ),
      (
        "timeline: [{run: 0}, {run: 1}]",
        "study.yaml:1:18: error: 'timeline.0.run': must be at least 1"
      ),
      (
        "timeline: [{run: {}}, {run: 1}]",
        "study.yaml:1:18: error: 'timeline.0.run': the key 'steps' is missing"
      ),
      (
        "timeline: [{say: {to: Lisa, text: x}}, {run: 1}]",
        "study.yaml:1:23: error: nobody is called 'Lisa' (there are: Lisa Carter; or write all)"
      ),
      (
        "timeline: [{say: {to: [all, Lisa Cartr], text: x}}, {run: 1}]",
        "study.yaml:1:29: error: nobody is called 'Lisa Cartr' (did you mean 'Lisa Carter'?)"
      ),
      (
        "timeline: [{say: {to: all, as: thougt, text: x}}, {run: 1}]",
        "study.yaml:1:32: error: 'timeline.0.say.as': 'thougt' is not allowed (did you mean 'thought'?)"
      ),
      (
        "timeline: [{broadcast: x, step: 3}, {run: 2}]",
        "study.yaml:1:33: error: step 3 is never reached (the timeline runs 2 steps)"
      ),
      (
        "timeline: [{broadcast: x, at: 2026-01-01T10:30}, {run: 2}]",
        "study.yaml:1:31: error: 2026-01-01T10:30 is never reached (the steps last from 2026-01-01T09:00:00 to 2026-01-01T10:00:00)"
      ),
      (
        "timeline: [{broadcast: x, at: noon}, {run: 2}]",
        "study.yaml:1:31: error: 'noon' is no time between the years 1700 and 2200 (write it as 2026-01-05 or 2026-01-05T09:00)"
      ),
      (
        "timeline: [{broadcast: x, at: 2026-01-01, step: 1}, {run: 2}]",
        "study.yaml:1:31: error: 'step' and 'at' exclude each other (remove one)"
      ),
      (
        "timeline: [{run: 1, step: 1}]",
        "study.yaml:1:27: error: 'run' happens in its place of the timeline (only 'broadcast' and 'say' take 'step' or 'at')"
      ),
      (
        "timeline: [{checkpoint: a}, {checkpoint: a}, {run: 1}]",
        "study.yaml:1:42: error: a second checkpoint is called 'a' (the first is at line 1)"
      ),
      (
        "timeline: [{broadcast: x}]",
        "study.yaml:1:11: warning: the timeline runs no step, so nobody acts (add '- run: {steps: 4}')"
      ),
      (
        "environment: {clock: {start: 9999-01-01}}",
        "study.yaml:1:30: error: '9999-01-01' is no time between the years 1700 and 2200 (write it as 2026-01-05 or 2026-01-05T09:00)"
      ),
      (
        "environment: {clock: {step: 1 hour}}",
        "study.yaml:1:29: error: '1 hour' is no length of time (write 30s, 10m, 1h, 1d, 1w, 1mo or 1y)"
      ),
      (
        "environment: {clock: {step: 800mo}}",
        "study.yaml:1:22: error: the steps of the timeline run past the year 2200 (run fewer steps, or make 'step' shorter)"
      ),
      (
        "environment: {clock: {step: 99999w}}",
        "study.yaml:1:29: error: '99999w' is no length of time (write 30s, 10m, 1h, 1d, 1w, 1mo or 1y)"
      ),
    ])
  func timeline(line: String, sentence: String) throws {
    let found = try folder(study(line)).mistakes()
    #expect(found == [sentence])
  }
}
