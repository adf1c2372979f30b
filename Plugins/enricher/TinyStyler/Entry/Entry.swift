public import CTinyTroupe
internal import TinyStyler
internal import TinyTroupePluginKit

// SAFETY: the table is immortal and never written again.
nonisolated(unsafe) private let table = PluginExport.table(TinyStyler.self)

/// The entry point, the plugin's only exported symbol.
@c @implementation public func tt_plugin_main_v1() -> UnsafePointer<tt_plugin>? { table }
