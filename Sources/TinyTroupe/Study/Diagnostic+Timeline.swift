import TinyTroupeYAML

// Sentences about who comes and who goes.

extension Diagnostic {
  static func everybodyComesOrGoes(_ kind: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("'\(kind)' needs names", at: location, hint: "write: \(kind): [Ana, Ben]")
  }

  static func speaksToAbsent(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(name)' is not there in the next step and will not hear it", at: location,
      hint: "let them join before, or say it later", severity: .warning)
  }

  static func cannotComeOrGo(
    _ name: String, isJoin: Bool, _ location: SourceLocation
  ) -> Diagnostic {
    isJoin
      ? Diagnostic(
        "'\(name)' is there already", at: location,
        hint: "only who has left, or was never there, can join")
      : Diagnostic(
        "'\(name)' is not there any more", at: location, hint: "let them join before")
  }
}
