import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

extension Probe {
  /// An instance whose operations all do `operation`.
  static func instance(
    on host: FakeHost = FakeHost(), config: JSON = [:], _ operation: @escaping Operation
  ) throws -> FakeInstance {
    try $operation.withValue(operation) { try host.create(Self.self, config: config) }
  }

  /// What comes of one call that does `operation`.
  static func outcome(
    on host: FakeHost = FakeHost(), _ operation: @escaping Operation
  ) async throws -> Outcome {
    await (try instance(on: host, operation)).invoke("probe")
  }
}

extension BlockingProbe {
  /// An instance whose operations all do `operation`.
  static func instance(
    on host: FakeHost = FakeHost(), _ operation: @escaping Operation
  ) throws -> FakeInstance {
    try $operation.withValue(operation) { try host.create(Self.self) }
  }

  /// What comes of one call that does `operation`.
  static func outcome(
    on host: FakeHost = FakeHost(), _ operation: @escaping Operation
  ) async throws -> Outcome {
    await (try instance(on: host, operation)).invoke("probe")
  }
}

extension FakeHost {
  /// Returns when a nested call of `op` has been started.
  func untilNested(_ op: String) async {
    while !transcript.contains(where: { entry in
      if case .nested(_, _, op, _, _, _) = entry { true } else { false }
    }) {
      await Task.yield()
    }
  }
}
