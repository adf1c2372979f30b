package import TinyTroupeDigest

/// What is committed together.
package enum UnitKind: String, Sendable, Hashable {
  /// The people that factories write.
  case generation
  /// What precedes the first step.
  case opening
  case step
  /// One person's turn under `order: sequential`.
  case turn
  case ask
  case extraction
  /// A text about the run.
  case report
  /// A table or a text in another format.
  case export
  /// What follows the last step.
  case closing
}

/// All that one unit leaves behind, committed in one transaction or not at all.
package struct UnitCommit: Sendable {
  /// What kind of unit it is.
  package var kind: UnitKind
  /// The step to which it belongs; 0 before the first.
  package var step: Int
  /// Wall time, nanoseconds since 1970 in UTC.
  ///
  /// Not part of any hash.
  package var committedNS: Int64
  /// People who are in the run from this unit on.
  package var joined: [JoinedAgent] = []
  /// What happened, in order; the numbers go on from the last unit's.
  package var events: [LoggedEvent] = []
  /// Whose inboxes were emptied, and up to where.
  ///
  /// What stays in an inbox is what reached its owner later.
  package var perceptions: [Perception] = []
  /// What `tt.store` holds from now on, merged from the unit's root calls.
  package var writes: [StoreWrite] = []
  /// New states of instances.
  package var states: [InstanceState] = []
  /// Files in `results/` that the unit wrote.
  package var results: [ResultFile] = []
  /// What the engine needs beside all this to go on after the unit.
  package var snapshot: Snapshot?

  /// Makes an empty unit.
  package init(_ kind: UnitKind, step: Int, committedNS: Int64) {
    self.kind = kind
    self.step = step
    self.committedNS = committedNS
  }
}

/// A person who is in the run from an event on.
package struct JoinedAgent: Sendable, Hashable {
  /// The person's number, counted from 0: the canonical order.
  package let number: Int
  /// The person's name, unique in the run.
  package let name: String
  /// The event with which the person joined.
  package let seq: Int

  /// Makes an entry.
  package init(number: Int, name: String, seq: Int) {
    self.number = number
    self.name = name
    self.seq = seq
  }
}

/// People perceived all that had reached them before an event.
package struct Perception: Sendable, Hashable {
  /// Those people.
  package let agents: WitnessSet
  /// The number of the first event that they have not perceived.
  package let before: Int

  /// Makes an entry.
  package init(by agents: WitnessSet, before: Int) {
    self.agents = agents
    self.before = before
  }
}

/// The durable state of one instance of a component.
package struct InstanceState: Sendable, Hashable {
  /// Which instance: `agent/Lisa Carter`, `environment`.
  package let instance: String
  /// Counts the instance's states.
  package let version: Int
  /// The state as its component returned it.
  package let json: [UInt8]

  /// Makes a state.
  package init(instance: String, version: Int, json: [UInt8]) {
    self.instance = instance
    self.version = version
    self.json = json
  }
}

/// A file in `results/`.
package struct ResultFile: Sendable, Hashable {
  /// Its path within `results/`.
  package let file: String
  /// How many rows it has.
  package let rows: Int
  /// Its content's hash.
  package let digest: SHA256Digest
  /// What its columns mean, as JSON.
  package let codebook: [UInt8]

  /// Makes an entry.
  package init(file: String, rows: Int, digest: SHA256Digest, codebook: [UInt8]) {
    self.file = file
    self.rows = rows
    self.digest = digest
    self.codebook = codebook
  }
}

/// What the engine itself needs to go on after a unit.
package struct Snapshot: Sendable, Hashable {
  /// The checkpoint's name, if the unit ends in one.
  package let checkpoint: String?
  /// The engine's own state.
  package let json: [UInt8]

  /// Makes a snapshot.
  package init(checkpoint: String? = nil, json: [UInt8]) {
    self.checkpoint = checkpoint
    self.json = json
  }
}

/// What the commit of a unit came to.
package struct CommittedUnit: Sendable, Hashable {
  /// The unit's number, from 1.
  package let number: Int
  /// The hash of all events up to its end.
  package let traceHash: SHA256Digest
}
