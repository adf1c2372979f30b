/// Real time, as far as sending and waiting go by it.
///
/// It is handed in, so that tests need not wait. Nothing that a run records comes from it.
struct TransportClock: Sendable {
  /// Time since some moment in the past; it never goes back.
  var now: @Sendable () -> Duration
  /// Returns after so long; throws as soon as the task is cancelled.
  ///
  /// It holds no thread.
  var sleep: @Sendable (Duration) async throws -> Void

  /// The machine's clock.
  static let system: TransportClock = {
    let start = ContinuousClock.now
    return TransportClock(
      now: { ContinuousClock.now - start },
      sleep: { try await Task.sleep(for: $0) })
  }()
}
