/// A text about a run, written when all else is done.
public struct ReportPlan: Sendable {
  /// Who writes it.
  public var component: ComponentPlan
  /// What it is called.
  public var title: String
  /// What it should tell; empty where the reporter's own idea is good enough.
  public var task: String
  /// The files of tables and earlier texts of this run that it rests on.
  public var of: [String]
  /// Whom it is about: nil for everyone, otherwise names.
  public var people: [String]?
  /// The file below `results/`.
  public var to: String

  /// Makes a plan for a text.
  public init(
    component: ComponentPlan, title: String, task: String = "", of: [String] = [],
    people: [String]? = nil, to: String
  ) {
    self.component = component
    self.title = title
    self.task = task
    self.of = of
    self.people = people
    self.to = to
  }
}

/// A table or a text of a run in another format.
public struct ExportPlan: Sendable {
  /// What makes the file.
  public var component: ComponentPlan
  /// The file of the table or of the text.
  public var of: String
  /// The file below `results/`.
  public var to: String

  /// Makes a plan for a file.
  public init(component: ComponentPlan, of: String, to: String) {
    self.component = component
    self.of = of
    self.to = to
  }
}
