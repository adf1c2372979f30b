public import TinyTroupeJSON

extension ServiceRequest where Answer == JSON {
  /// Asks a copy of a person, of which the person itself knows nothing: `{name, text, fields?, earlier?}`.
  ///
  /// `earlier` tells what was said before, a list of `{question, answer}`; `fields` are those of an `ask` in a
  /// study. The answer is `{status, text, values?}`.
  public static func askFork(_ request: JSON) -> ServiceRequest {
    ServiceRequest(.people, "ask", request) { try $0.result }
  }
}
