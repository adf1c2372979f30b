import TinyTroupeKernel

/// Does what waits for the disk on a thread of its own, so that the cooperative pool never waits.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    startThread(named: "tt-disk") { continuation.resume(returning: body()) }
  }
}

/// Does what waits for the disk, and may fail, on a thread of its own.
func offPool<Value: Sendable>(
  _ body: @escaping @Sendable () throws(RunStoreError) -> Value
) async throws(RunStoreError) -> Value {
  let result: Result<Value, RunStoreError> = await offPool {
    do throws(RunStoreError) {
      return .success(try body())
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}
