public import TinyTroupeJSON

/// One thing that happened in a run.
public struct Event: Sendable, Hashable {
  /// What it tells.
  public var kind: EventKind
  /// The step in which it happened; 0 before the first.
  public var step: Int
  /// Its number in the run, from 0 without gaps.
  public var seq: Int
  /// Simulated time: nanoseconds since 1970-01-01T00:00 in the world's calendar.
  public var timeNS: Int64
  /// The person whom it is about, if it is about one.
  public var agent: String?
  /// What else is told, in this order; `event`, `step`, `seq`, `time` and `agent` are taken.
  public var payload: JSONObject

  private static let taken: Set = ["event", "step", "seq", "time", "agent"]

  /// Makes an event.
  public init(
    kind: EventKind, step: Int, seq: Int, timeNS: Int64, agent: String? = nil,
    payload: JSONObject = [:]
  ) {
    self.kind = kind
    self.step = step
    self.seq = seq
    self.timeNS = timeNS
    self.agent = agent
    self.payload = payload
  }

  /// What the trace hash covers of an event, where that is not all of its canonical bytes.
  ///
  /// The wording of an error is outside of the hash, its code is not.
  package var hashedBytes: [UInt8]? {
    guard kind == .agentFailed, payload["error"] != nil else { return nil }
    var event = self
    event.payload["error"] = nil
    return event.canonicalBytes
  }

  /// The JSON that is stored and printed; equal events have equal bytes.
  ///
  /// The keys are `event, step, seq, time, agent`, then those of the payload; there are no spaces.
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("event", kind.rawValue)
      $0.member("step", step)
      $0.member("seq", seq)
      $0.member("time", CivilTime(timeNS).description)
      $0.member("agent", agent.map { .string($0) } ?? .null)
      for (key, value) in payload {
        precondition(!Self.taken.contains(key), "an event's payload may not have the key '\(key)'")
        $0.member(key, value)
      }
    }
    return writer.bytes
  }
}

// MARK: - Reading

extension Event {
  /// Reads an event from its canonical bytes; `timeNS` comes beside them, because the text has
  /// whole seconds.
  package init(canonicalBytes: [UInt8], timeNS: Int64) throws(JSONError) {
    guard case .object(var members) = try JSON(parsing: canonicalBytes),
      let kind = members["event"]?.string.flatMap(EventKind.init(rawValue:)),
      let step = members["step"]?.integer, let seq = members["seq"]?.integer
    else { throw JSONError(reason: "expected an event", offset: 0) }
    let agent = members["agent"]?.string
    for key in Self.taken { members[key] = nil }
    self.init(kind: kind, step: step, seq: seq, timeNS: timeNS, agent: agent, payload: members)
  }
}
