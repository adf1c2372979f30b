import TinyTroupeYAML

// Every sentence about what a study says, beyond its shape.

extension Diagnostic {
  private static func meant(_ word: String, _ known: [String]) -> String? {
    nearest(word, among: known).map { "did you mean '\($0)'?" }
  }

  private static func listed(_ words: [String], limit: Int = 20) -> String {
    words.prefix(limit).joined(separator: ", ") + (words.count > limit ? ", …" : "")
  }

  // MARK: Components

  static func unknownComponent(
    _ kind: String, _ name: String, known: [ComponentEntry], _ location: SourceLocation
  ) -> Diagnostic {
    let names = known.map(\.name)
    let others =
      names.isEmpty
      ? "no plugin provides any; see: tinytroupe plugin list" : "there are: \(listed(names))"
    return Diagnostic(
      "no plugin provides the \(kind) '\(name)'", at: location, hint: meant(name, names) ?? others)
  }

  static func ambiguousComponent(
    _ kind: String, _ name: String, _ plugins: [String], _ location: SourceLocation
  ) -> Diagnostic {
    let choices = plugins.map { "'\($0)/\(name)'" }.joined(separator: " or ")
    return Diagnostic(
      "\(plugins.count) plugins provide the \(kind) '\(name)'", at: location,
      hint: "write \(choices)")
  }

  static func noStandardComponent(
    _ kind: String, _ plugins: [String], at location: SourceLocation?
  ) -> Diagnostic {
    plugins.isEmpty
      ? Diagnostic(
        "no plugin provides a default \(kind)", at: location,
        hint: "build the plugins (swift build); see: tinytroupe plugin list")
      : Diagnostic(
        "several plugins want to be the default \(kind): \(listed(plugins))", at: location,
        hint: "name one with 'use:'")
  }

  static func unreadableSchema(
    _ entry: ComponentEntry, _ mistake: Diagnostic, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "the plugin '\(entry.plugin)' describes the configuration of '\(entry.name)' wrongly: \(mistake.message)",
      at: location, hint: "tell the plugin's author")
  }

  static func automatic(
    _ name: String, _ variable: String?, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "'use: auto' takes '\(name)'" + (variable.map { ", since \($0) is set" } ?? ""), at: location,
      severity: .note)
  }

  static func automaticNeedsBudget(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'use: auto' would take '\(name)', which costs money, without a limit", at: location,
      hint: "add one: budget: {cost_usd: 1}; or name the model")
  }

  static func nothingAutomatic(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "no model can be taken by 'use: auto'", at: location,
      hint: "name a model; see: tinytroupe plugin list")
  }

  static func reservedModelName(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'default' is the name of the model under 'llm'", at: location, hint: "rename this one")
  }

  static func unknownModel(
    _ name: String, near: String?, known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "no model is called '\(name)'", at: location,
      hint: near.map { "did you mean '\($0)'?" }
        ?? "there are: \(listed(known)); add others under 'llms'")
  }

  static func noEndpoints(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'endpoints' names no server", at: location,
      hint: "leave it out, or write: endpoints: [{base_url: http://localhost:8080/v1}]")
  }

  static func badDeadline(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no deadline between a second and a day", at: location,
      hint: "write seconds (600), or 90s, 10m, 1h")
  }

  static func badTimeLimit(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no length of time", at: location, hint: "write seconds (600), or 90s, 10m, 2h")
  }

  static func unknownPrice(_ model: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "nobody knows what the model '\(model)' costs, so its cost cannot be limited", at: location,
      hint:
        "add its price in dollars for a million tokens: price: {input: 0.25, output: 2}, or price: none"
    )
  }

  static func credential(_ key: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(key)' may not stand in a study", at: location,
      hint:
        "write {$secret: NAME}, and keep the key in the environment variable that the plugin names",
      isConfidential: true)
  }

  static func exposedKey(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a key or a password stands here, and would be kept with the run", at: location,
      hint:
        "write {$secret: NAME} where the plugin takes a key, and keep the key in the environment variable that the plugin names",
      isConfidential: true)
  }

  // MARK: Time

  static func badTime(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no time between the years 1700 and 2200", at: location,
      hint: "write it as 2026-01-05 or 2026-01-05T09:00")
  }

  static func badClockStep(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no length of time", at: location, hint: "write 30s, 10m, 1h, 1d, 1w, 1mo or 1y")
  }

  static func clockRunsTooFar(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the steps of the timeline run past the year 2200", at: location,
      hint: "run fewer steps, or make 'step' shorter")
  }

  // MARK: Timeline

  static func noAgents(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "nobody takes part", at: location, hint: "list a persona: {persona: lisa.agent.yaml}")
  }

  static func nothingRuns(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the timeline runs no step, so nobody acts", at: location, hint: "add '- run: {steps: 4}'",
      severity: .warning)
  }

  static func toldAfterQuestion(
    _ location: SourceLocation, question: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "this reaches people in the next step, after the question at line \(question.line)",
      at: location, hint: "put '- run: {steps: 1}' between them", severity: .warning)
  }

  static func noEntry(_ kinds: [String], _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "an entry of the timeline says what happens", at: location, hint: "one of: \(listed(kinds))")
  }

  static func severalEntries(_ found: [String], _ location: SourceLocation) -> Diagnostic {
    let words = found.map { "'\($0)'" }.joined(separator: " and ")
    return Diagnostic(
      "\(words) are two things that happen", at: location, hint: "make an entry of each")
  }

  static func cannotPin(_ kind: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(kind)' happens in its place of the timeline", at: location,
      hint: "only 'broadcast' and 'say' take 'step' or 'at'")
  }

  static func pinnedTwice(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("'step' and 'at' exclude each other", at: location, hint: "remove one")
  }

  static func stepNotReached(_ step: Int, _ total: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "step \(step) is never reached", at: location,
      hint: "the timeline runs \(total) step\(total == 1 ? "" : "s")")
  }

  static func timeNotReached(
    _ text: String, _ times: StepTimes, _ location: SourceLocation
  ) -> Diagnostic {
    let first = CivilTime(times.time(ofStep: 1))
    let last = CivilTime(times.time(ofStep: max(1, times.total)))
    return Diagnostic(
      "\(text) is never reached", at: location, hint: "the steps last from \(first) to \(last)")
  }

  static func checkpointTwice(
    _ name: String, _ location: SourceLocation, _ first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a second checkpoint is called '\(name)'", at: location,
      hint: "the first is at line \(first.line)")
  }

  static func unknownPerson(
    _ name: String, known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "nobody is called '\(name)'", at: location,
      hint: meant(name, known) ?? "there are: \(listed(known)); or write all")
  }

  // MARK: Results

  static func noFields(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("no fields are asked for", at: location, hint: "write: fields: {objection: string}")
  }

  static func fieldNeedsValues(
    _ field: String, _ type: String, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "the field '\(field)' is \(type == "enum" ? "an enum" : "a \(type)") without values",
      at: location, hint: "write: {type: \(type), values: [never, once, often]}")
  }

  static func fieldKeyDoesNotFit(
    _ key: String, _ type: String, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "'\(key)' does not go with the type '\(type)'", at: location,
      hint: key == "values"
        ? "it belongs to 'enum', 'list' and 'ranking'" : "it belongs to 'integer' and 'number'")
  }

  static func unknownSource(
    _ name: String, known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "nothing can be read from '\(name)'", at: location,
      hint: meant(name, known) ?? "there are: \(listed(known)); a table must be made before")
  }

  static func minAboveMax(_ field: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("the field '\(field)' has a 'max' below its 'min'", at: location)
  }

  static func badColumn(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is no path into a persona", at: location, hint: "write it as persona.age")
  }

  static func leavesResults(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is no file of the run's results folder", at: location,
      hint: "write a name such as answers.csv")
  }

  static func notATable(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "tables are written as CSV, not as '\(path)'", at: location, hint: "end the name in .csv")
  }

  static func fileTwice(
    _ path: String, _ location: SourceLocation, _ first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "two files would be written to '\(path)'", at: location,
      hint: "the first is at line \(first.line)")
  }

  static func unknownResult(
    _ name: String, known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "this study makes no '\(name)' before", at: location,
      hint: known.isEmpty
        ? "add what makes it: ask, extract or report"
        : meant(name, known) ?? "there are: \(listed(known))")
  }

  static func nothingToExport(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "there is nothing to export", at: location, hint: "add what makes it: ask, extract or report")
  }

  static func oneFileForMany(_ count: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "\(count) files would be written to one", at: location,
      hint: "say which one with 'of:', or leave 'to:' out")
  }
}
