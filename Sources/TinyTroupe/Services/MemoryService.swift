import TinyTroupeKernel

/// `tt.memory/1`: the memory of the person whom the call serves.
struct MemoryService: Service {
  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "query" || request.op == "write" else {
      return .now(.failure(.unknownOperation("tt.memory", request.op)))
    }
    guard let memory = (request.root.scope as? CallScope)?.memory else {
      return .now(
        .failure(PluginError(.unavailable, "tt.memory needs a call that serves a person.")))
    }
    return .invoke(memory, op: request.op, json: request.json, body: request.body, then: nil)
  }
}
