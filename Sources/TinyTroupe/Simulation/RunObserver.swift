/// Learns what a run does, to show it.
///
/// Functions are called on the run's own task, in order, after what they report was committed. They must not
/// block for long.
public protocol RunObserver: Sendable {
  /// The run's folder exists and its first step is about to begin.
  func started(_ run: RunOverture)
  /// An event was committed.
  func observed(_ event: Event)
  /// A table was written below `results/`.
  func tabulated(_ table: ResultTable, path: String)
  /// A report, or a file made of a table or of a report, was written below `results/`.
  func wrote(_ path: String)
}

extension RunObserver {
  /// Does nothing.
  public func wrote(_ path: String) {}
}

/// What is known of a run when it begins.
public struct RunOverture: Sendable {
  /// The folder.
  public let folder: String
  /// The study's name.
  public let name: String
  /// How many people take part.
  public let people: Int
  /// How many steps the timeline asks for.
  public let steps: Int
  /// The backend that answers where nothing else is said.
  public let backend: String
  /// The step after which the run goes on; nil for one that begins.
  public let resumedAfter: Int?
  /// What the model calls have used up to now; it may be asked on any thread.
  public let usage: @Sendable () -> Usage

  /// Makes an overture.
  public init(
    folder: String, name: String, people: Int, steps: Int, backend: String,
    resumedAfter: Int? = nil,
    usage: @escaping @Sendable () -> Usage = { Usage() }
  ) {
    self.folder = folder
    self.name = name
    self.people = people
    self.steps = steps
    self.backend = backend
    self.resumedAfter = resumedAfter
    self.usage = usage
  }
}

/// How a run ended.
public struct RunOutcome: Sendable {
  /// The folder.
  public let folder: String
  /// SHA-256 over the canonical events, as hexadecimal digits.
  public let traceHash: String
  /// What the model calls used.
  public let usage: Usage
  /// How many steps were committed.
  public let steps: Int
  /// Why the run stopped early; nil when it came to its end.
  public let failure: RunError?
}
