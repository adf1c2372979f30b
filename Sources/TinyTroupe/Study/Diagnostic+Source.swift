import TinyTroupeYAML

// Every sentence about files, includes, environment variables and settings.

extension Diagnostic {
  /// A file cannot be read; the hint names a neighbour with almost the same name.
  static func cannotRead(
    _ path: String, _ reason: String, at location: SourceLocation? = nil
  ) -> Diagnostic {
    let folder = FilePath.folder(of: path)
    let near = nearest(FilePath.name(of: path), among: SourceFile.names(in: folder) ?? [])
    let hint = reason == "no such file" ? near.map { "did you mean '\($0)'?" } : nil
    return Diagnostic("cannot read '\(path)': \(reason)", at: location, hint: hint)
  }

  static func includeNeedsFile(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("'!include' needs a file", at: location, hint: "write: !include people.yaml")
  }

  static func includeNotRelative(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'!include' takes a file relative to this one, not '\(name)'", at: location,
      hint: "copy the file into the study's folder")
  }

  static func includesItself(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("'\(path)' includes itself", at: location)
  }

  static func includesNoText(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is no text in UTF-8", at: location,
      hint: "files that end in .yaml, .yml or .json are read as values, all others as text")
  }

  static func tooManyIncludes(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("files are included too often or too deep", at: location)
  }

  static func badEnvironmentReference(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'${env:' needs the name of an environment variable", at: location,
      hint: "write: ${env:NAME}")
  }

  static func environmentNotSet(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the environment variable '\(name)' is not set", at: location,
      hint: "set it before the run: export \(name)=…")
  }

  static func badSetting(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "expected PATH=VALUE", at: location, hint: "for example: --set agents.0.with.age=30")
  }

  static func settingBelowText(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is a single value in the study and has no keys", at: location,
      hint: "set all of it: --set '\(path)={…}'")
  }

  static func noSuchElement(
    _ part: String, of path: String, count: Int, _ location: SourceLocation
  ) -> Diagnostic {
    let hint: String? =
      switch count {
      case 0: nil
      case 1: "write 0 or *"
      default: "write 0 to \(count - 1), or * for all"
      }
    return Diagnostic(
      count == 0
        ? "'\(path)' is no list with elements in the study" : "'\(path)' has no element '\(part)'",
      at: location, hint: hint)
  }
}
