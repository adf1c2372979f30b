import CTinyTroupe
import CTrampoline
import TinyTroupeJSON

/// The component, and the instance once it exists, to which a call belongs.
// SAFETY: everything but `instance` is Sendable by itself.
struct CallOwner: @unchecked Sendable {
  let plugin: LoadedPlugin
  let component: LoadedComponent
  let config: JSON
  // SAFETY: never read by the host, only passed back to the plugin that made it, which declared which
  // calls may overlap; the instance outlives its calls, since each of them retains it.
  let instance: OpaquePointer?

  /// Passes a wish to stop on to the plugin.
  ///
  /// It may be called on any thread.
  func cancel(_ call: CallHandle) {
    guard instance != nil else { return }
    Lanes.pending.enqueue {
      var thrown = tt_exception()
      tt_trampoline_cancel(component.table, instance, call.pointer, &thrown)
      if let text = thrown.message {
        KernelLog.misbehaviour(plugin: plugin.id, "'cancel' threw: \(text)")
      }
    }
  }
}

/// The threads on which the host calls plugins.
enum Lanes {
  /// For operations that may block: up to 64 at a time.
  static let blocking = WorkerPool(name: "tt-worker", maximum: 64)
  /// For operations that answer later and never block.
  static let pending = WorkerPool(name: "tt-pending", maximum: 2)
  /// For handing the answers of nested calls to plugins.
  static let replies = WorkerPool(name: "tt-reply", maximum: 2)
}

extension tt_exception {
  /// The text of the exception that was caught; nil when there was none.
  var message: String? {
    guard length > 0 else { return nil }
    return withUnsafeBytes(of: text) { String(decoding: $0.prefix(length), as: UTF8.self) }
  }
}
