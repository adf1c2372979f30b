public import TinyTroupeJSON
public import TinyTroupeYAML

/// A study's text: the file, what it includes, and what the command line sets, put together.
///
/// Nothing in it has been checked against the study's schema yet. It knows its mistakes instead of throwing
/// them, so that they can be shown together with those that a check finds.
public struct StudySource: Sendable {
  /// The name under which command-line settings appear in messages.
  public static let settingsFile = "--set"

  /// The study's file as the user named it.
  public let file: String
  /// The study with the values of environment variables; nil when it cannot be read.
  public let root: YAMLNode?
  /// The study with `${env:NAME}` as it was written, for a run's manifest; nil when it cannot be read.
  public let written: JSON?
  /// What is wrong so far.
  public let diagnostics: [Diagnostic]
  /// All texts that were read, the study first.
  public let sources: [SourceText]
  /// The names of environment variables that hold something.
  let variables: Set<String>
  /// Texts of the environment that are keys, so that none may stand in the study.
  let keys: [String]
  /// Where the files that the study names are read.
  let archive: InputArchive

  /// Reads a study; it reads files, so it is not for the cooperative pool.
  ///
  /// - Parameters:
  ///   - file: The study's path.
  ///   - settings: What stands behind each `--set`: `PATH=VALUE`, later ones winning.
  ///   - environment: The environment variables that `${env:NAME}` may name.
  ///   - archive: Where files are read.
  public init(
    reading file: String, settings: [String] = [], environment: [String: String] = [:],
    archive: InputArchive = .disk
  ) {
    self.file = file
    self.archive = archive
    keys = Credentials.values(in: environment)
    variables = Set(environment.filter { !$0.value.isEmpty }.keys)
    var reader = IncludingReader(archive)
    var tree = reader.read(file)
    var changes = SettingList(settings)
    if let whole = tree { tree = changes.applied(to: whole) }
    tree = tree.map(GenerationSpec.wrapped)
    var arms = ArmChoice()
    if let whole = tree { tree = arms.applied(to: whole) }
    var values = EnvironmentValues(environment)
    root = tree.map { values.substituted($0) }
    written = tree?.json
    diagnostics = reader.diagnostics + changes.diagnostics + arms.diagnostics + values.diagnostics
    sources = reader.sources + (settings.isEmpty ? [] : [changes.source])
  }

  /// The arms and replicates of the study; nil when it has none, or when it is the study of one of them.
  public var experiment: ExperimentPlan? { root.flatMap { ExperimentPlan($0) } }

  /// The folders in which the study wants plugins to be looked for, as seen from the current folder.
  public var pluginPaths: [String] {
    (root?.at("plugins.paths")?.elements ?? []).compactMap { node in
      node.string.map { path(of: $0, at: node.location) }
    }
  }

  /// The ids of plugins that the study asks to run in this process; the user decides.
  public var inProcessPlugins: [String] {
    (root?.at("plugins.in_process")?.elements ?? []).compactMap(\.string)
  }

  /// A file that is named at some place of the study, as seen from the current folder.
  ///
  /// A path is relative to the file in which it stands; on the command line, to the study's.
  func path(of name: String, at location: SourceLocation) -> String {
    FilePath.resolve(name, from: location.file == Self.settingsFile ? file : location.file)
  }
}
