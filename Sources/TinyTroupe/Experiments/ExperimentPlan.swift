import TinyTroupeJSON
import TinyTroupeYAML

/// The arms of a study and how often each is run.
public struct ExperimentPlan: Sendable, Equatable {
  /// One run: an arm and a replicate, which counts from 1.
  public struct Job: Sendable, Equatable {
    /// The arm's name.
    public let arm: String
    /// Which of the arm's runs it is, from 1.
    public let replicate: Int

    /// Makes a job.
    public init(arm: String, replicate: Int) {
      self.arm = arm
      self.replicate = replicate
    }

    /// The run's name: `semantic-3`.
    public var name: String { "\(arm)-\(replicate)" }

    /// What is set in the study to make it this run's.
    public var settings: [String] {
      ["experiment.arm=\(JSON.string(arm).text)", "experiment.replicate=\(replicate)"]
    }
  }

  /// The arms, in the order of the study.
  public var arms: [String]
  /// How often each is run.
  public var replicates: Int
  /// How many runs there are at a time.
  public var concurrency: Int

  /// Reads `experiment`; nil when a study has none, or when one of its runs was chosen.
  init?(_ root: YAMLNode) {
    guard let node = root["experiment"], node.members != nil, node["arm"] == nil else { return nil }
    let named = (node["arms"]?.members ?? []).map(\.key)
    arms = named.isEmpty ? [Self.onlyArm] : named
    replicates = node["replicates"]?.scalar?.integer ?? 1
    concurrency = node["concurrency"]?.scalar?.integer ?? 2
  }

  /// The arm of an experiment that names none.
  static let onlyArm = "base"

  /// All runs: the first replicate of each arm, then the second, so that arms are compared early.
  public var jobs: [Job] {
    guard replicates > 0 else { return [] }
    return (1...replicates).flatMap { replicate in
      arms.map { Job(arm: $0, replicate: replicate) }
    }
  }
}
