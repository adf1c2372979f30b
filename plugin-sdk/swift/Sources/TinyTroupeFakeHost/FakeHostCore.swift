internal import CTinyTroupe
internal import Synchronization
internal import TinyTroupeJSON

/// What the C functions of a fake host reach.
///
/// Immortal, like the tables that lead to it.
final class FakeHostCore: Sendable {
  struct Script {
    var services: [String: FakeService]
    var now: Int64
  }

  struct Record {
    var transcript: [TranscriptEntry] = []
    var misbehaviours: [Misbehaviour] = []
  }

  let seed: UInt64
  let script: Mutex<Script>
  let record = Mutex(Record())
  let nested = NestedCalls()
  private let withheld: Set<String>
  private let serviceTables = Mutex<[String: UInt]>([:])

  init(
    services: [String: FakeService], seed: UInt64, now: Int64, withholding withheld: Set<String>
  ) {
    script = Mutex(Script(services: services, now: now))
    self.seed = seed
    self.withheld = withheld
  }

  /// Drops what nobody can ask for any more.
  func forget() {
    record.withLock { $0 = Record() }
  }

  func note(_ entry: TranscriptEntry) {
    record.withLock { $0.transcript.append(entry) }
  }

  func note(_ found: [Misbehaviour]) {
    guard !found.isEmpty else { return }
    record.withLock { $0.misbehaviours += found }
  }

  /// The table of a service, made once for each id; nil when this host lacks it.
  func service(_ id: String) -> UnsafeRawPointer? {
    guard !withheld.contains(id) else { return nil }
    if let known = serviceTables.withLock({ $0[id] }) { return UnsafeRawPointer(bitPattern: known) }
    guard let table = TypedServices.table(id, self) ?? scripted(id) else { return nil }
    serviceTables.withLock { $0[id] = UInt(bitPattern: table) }
    return table
  }

  private func scripted(_ id: String) -> UnsafeRawPointer? {
    guard script.withLock({ $0.services[id] != nil }) else { return nil }
    return ServiceTable.make(ScriptedService(id: id, core: self))
  }
}
