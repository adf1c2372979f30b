import CTinyTroupe
import CTrampoline

/// A component of a loaded plugin: what instances are made from.
public final class LoadedComponent: @unchecked Sendable {
  // SAFETY: a copy of the plugin's immortal table; initialised before it is shared, never written or freed.
  let table: UnsafePointer<tt_component>
  /// Which contract it fulfils: `agent`, `tool`, ….
  public let kind: String
  /// Its name within its kind.
  public let name: String
  /// False when calls of one instance may overlap.
  public let isSerial: Bool

  let isReentrant: Bool

  init(table: UnsafePointer<tt_component>, isSerial: Bool) {
    self.table = table
    self.isSerial = isSerial
    kind = String(cString: table.pointee.kind)
    name = String(cString: table.pointee.name)
    isReentrant = table.pointee.flags & TT_COMPONENT_REENTRANT != 0
  }

  /// True for an operation that must answer TT_PENDING: it waits for a model.
  func isPendingOnly(_ op: String) -> Bool {
    switch kind {
    case "agent", "llm", "extractor", "enricher", "judge", "reporter", "exporter", "factory": true
    default: op == "consolidate"
    }
  }
}
