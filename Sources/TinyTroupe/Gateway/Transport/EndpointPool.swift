import Synchronization
import TinyTroupeKernel

/// The endpoints of one model: which of them a call goes to, and how they fare.
final class EndpointPool: Sendable {
  /// A place in flight to an endpoint.
  struct Place: Sendable {
    let endpoint: Int
    fileprivate let ticket: Int
    fileprivate let isProbe: Bool
  }

  /// Where a call can go now.
  enum Choice: Sendable {
    case endpoint(Int)
    /// All circuits are open, since `failure`; `openings` tells whether a probe has failed meanwhile.
    case none(until: Duration, openings: Int, failure: PluginError)
  }

  private struct State {
    var circuits: [Circuit]
    var openings = 0
    var failure = PluginError(.unavailable, "No endpoint can be reached.")
  }

  private let keys: [String]
  private let limits: [ConcurrencyLimit]
  private let state: Mutex<State>

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - keys: What tells the endpoints apart, such as their addresses; at least one.
  ///   - concurrency: How many calls may be in flight to each.
  init(keys: [String], concurrency: Int) {
    self.keys = keys
    limits = keys.map { _ in ConcurrencyLimit(concurrency) }
    state = Mutex(State(circuits: keys.map { _ in Circuit() }))
  }

  var count: Int { keys.count }

  /// How many calls may be in flight to an endpoint now.
  func places(at endpoint: Int) -> Int { limits[endpoint].places }

  /// The endpoints in a caller's order, the same in every run, so that a person's prompts meet a warm cache.
  ///
  /// Rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998): an
  /// endpoint more or less moves only the callers that are its own.
  func ranking(for caller: String) -> [Int] {
    guard count > 1 else { return [0] }
    let scores = keys.map { RandomBits.at(seed: 0, path: "\($0)\n\(caller)", stream: 0, index: 0) }
    return scores.indices.sorted { (scores[$0], $0) > (scores[$1], $1) }
  }

  /// The first endpoint of a ranking whose circuit lets calls through; each attempt begins one further on.
  func choose(_ ranking: [Int], attempt: Int, at now: Duration) -> Choice {
    state.withLock { state in
      var soonest: Duration?
      for step in 0..<count {
        let endpoint = ranking[(attempt - 1 + step) % count]
        guard let until = state.circuits[endpoint].closedUntil(at: now) else {
          return .endpoint(endpoint)
        }
        soonest = min(soonest ?? until, until)
      }
      return .none(until: soonest ?? now, openings: state.openings, failure: state.failure)
    }
  }

  /// Waits for a place at an endpoint; nil when its circuit has opened meanwhile.
  func enter(_ endpoint: Int, _ clock: TransportClock) async throws(PluginError) -> Place? {
    guard let ticket = await limits[endpoint].enter() else { throw .cancelledByCaller }
    let now = clock.now()
    let isProbe = state.withLock { $0.circuits[endpoint].admit(at: now) }
    guard let isProbe else {
      limits[endpoint].leave(ticket, .unknown)
      return nil
    }
    return Place(endpoint: endpoint, ticket: ticket, isProbe: isProbe)
  }

  /// Gives a place back, and learns from how the call ended.
  func leave(_ place: Place, _ result: SendResult, at now: Duration) {
    state.withLock { state in
      let opened = state.circuits[place.endpoint].note(
        result.way, isProbe: place.isProbe, at: now)
      guard opened, case .failed(let error) = result else { return }
      state.openings += 1
      state.failure = error
    }
    limits[place.endpoint].leave(place.ticket, result.load)
  }
}
