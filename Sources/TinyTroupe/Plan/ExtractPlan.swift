public import TinyTroupeJSON

/// What is read out of a run.
public struct ExtractPlan: Sendable {
  /// What an extraction reads.
  public enum Source: Sendable, Equatable {
    /// Each person's experience, for itself.
    case agents
    /// What happened in the world as a whole.
    case world
    /// A table of this run, by its file: an earlier extraction's, or a question's.
    case table(String)
  }

  /// The extractor.
  public var component: ComponentPlan
  /// What is looked for; empty where the extractor needs no telling.
  public var objective: String
  /// What the extractor should know of the situation.
  public var situation: String?
  /// The fields in the contract's form, by name, in order.
  public var fields: JSON
  /// Persona paths to copy beside the fields (`persona.age`).
  public var columns: [String]
  /// What is read.
  public var source: Source
  /// The file below `results/`; nil for one with the extraction's number.
  public var to: String?

  /// Makes an extraction.
  public init(
    component: ComponentPlan, objective: String = "", situation: String? = nil, fields: JSON,
    columns: [String] = [], source: Source = .agents, to: String? = nil
  ) {
    self.component = component
    self.objective = objective
    self.situation = situation
    self.fields = fields
    self.columns = columns
    self.source = source
    self.to = to
  }
}

extension ExtractPlan {
  /// The file of the table, below `results/`.
  ///
  /// - Parameter number: Which extraction of the study it is, from 0.
  func tableName(number: Int) -> String { to ?? "extraction-\(number + 1).csv" }
}
