public import CTinyTroupe
internal import ResultsExporter
internal import TinyTroupePluginKit

// SAFETY: the table is immortal and never written again.
nonisolated(unsafe) private let table = PluginExport.table(
  JSONExporter.self, JSONLinesExporter.self, CSVExporter.self, MarkdownExporter.self,
  WordExporter.self)

/// The entry point, the plugin's only exported symbol.
@c @implementation public func tt_plugin_main_v1() -> UnsafePointer<tt_plugin>? { table }
