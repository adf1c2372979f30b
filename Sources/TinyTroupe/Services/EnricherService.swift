import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.enricher/1`: enrichers, the default one or another by its name under `use`.
struct EnricherService: Service {
  /// By name, and by `plugin-id/name`; each is made when first asked.
  let slots: [String: InstanceSlot]
  /// The name of the one that is used where a request names none.
  let standard: String?

  init(_ registry: PluginRegistry, maker: InstanceMaker) {
    var slots: [String: InstanceSlot] = [:]
    let candidates = registry.candidates(ofKind: "enricher")
    for candidate in candidates {
      let component = ComponentPlan(
        kind: "enricher", plugin: candidate.manifest.id, name: candidate.provided.name)
      let slot = InstanceSlot(component, maker: maker)
      slots["\(component.plugin)/\(component.name)"] = slot
      slots[component.name] = slot
    }
    self.slots = slots
    standard = candidates.first(where: \.provided.isDefault).map {
      "\($0.manifest.id)/\($0.provided.name)"
    }
  }

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "enrich" else {
      return .now(.failure(.unknownOperation("tt.enricher", request.op)))
    }
    return .later { _ throws(PluginError) in
      guard var members = (try? JSON(parsing: request.json))?.object else {
        throw PluginError(.invalid, "tt.enricher: the request is not a JSON object.")
      }
      let enricher = try await slot(members["use"]?.string).instance()
      members["use"] = nil
      return try await enricher.invoke(
        "enrich", json: JSON.object(members).bytes, beneath: request)
    }
  }

  private func slot(_ name: String?) throws(PluginError) -> InstanceSlot {
    guard let wanted = name ?? standard else {
      throw PluginError(.unavailable, "No plugin provides a default enricher.")
    }
    if let slot = slots[wanted] { return slot }
    let known = slots.keys.filter { !$0.contains("/") }.sorted().joined(separator: ", ")
    throw PluginError(
      .notFound, "tt.enricher: no plugin provides the enricher '\(wanted)'. There are: \(known).")
  }
}
