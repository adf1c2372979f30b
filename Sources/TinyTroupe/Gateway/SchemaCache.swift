import Synchronization
import TinyTroupeJSON
import TinyTroupeYAML

/// Keeps schemas that were read once: persons send the same ones with every call.
final class SchemaCache: Sendable {
  static let shared = SchemaCache()

  private static let capacity = 256
  private let schemas = Mutex<[JSON: TinyTroupeYAML.Schema]>([:])

  /// What is wrong with a value, worst first; a schema that cannot be read is wrong itself.
  func mistakes(_ value: JSON, _ json: JSON) -> [String] {
    if let known = schemas.withLock({ $0[json] }) { return known.check(value) }
    do throws(DiagnosticList) {
      let schema = try TinyTroupeYAML.Schema(json)
      schemas.withLock { schemas in
        if schemas.count >= Self.capacity { schemas.removeAll() }
        schemas[json] = schema
      }
      return schema.check(value)
    } catch {
      return ["the schema itself cannot be read: \(error.diagnostics.first?.message ?? "")"]
    }
  }
}
