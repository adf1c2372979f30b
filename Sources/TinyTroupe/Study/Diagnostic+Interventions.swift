import TinyTroupeYAML

// Every sentence about interventions and the conditions of a study.

extension Diagnostic {
  static func badCondition(
    _ text: String, _ error: ExpressionError, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "the condition '\(text)' cannot be used: \(error)", at: location, hint: error.hint)
  }

  static func neverFires(
    _ text: String, _ steps: Int, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "this can never happen: '\(text)' holds in no step of the run", at: location,
      hint: "the timeline runs \(steps) step\(steps == 1 ? "" : "s")")
  }

  static func interventionTwice(
    _ name: String, _ location: SourceLocation, _ first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a second intervention is called '\(name)'", at: location,
      hint: "the first is at line \(first.line)")
  }

  static func boundsExclude(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "no score is above 'above' and below 'below'", at: location,
      hint: "'above' must be the smaller one")
  }

  static func doesNothing(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the intervention does nothing", at: location, hint: "write: do: [{broadcast: It rains.}]")
  }

  static func noEffect(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "an intervention can only let people perceive something", at: location,
      hint: "write 'broadcast' or 'say'")
  }
}
