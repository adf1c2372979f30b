internal import CTinyTroupe
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The C functions behind `tt_service`, and the way of an answer back into a plugin.
///
/// SAFETY: tables and their contexts are never freed, as the ABI promises plugins.
enum ServiceTable {
  static func make(_ service: ScriptedService) -> UnsafeRawPointer {
    let table = UnsafeMutablePointer<tt_service>.allocate(capacity: 1)
    table.initialize(
      to: tt_service(
        struct_size: UInt32(MemoryLayout<tt_service>.size), flags: 0,
        ctx: Unmanaged.passRetained(service).toOpaque(),
        start: {
          ServiceTable.service($0)?.start($1, $2, $3, $4, $5, $6, $7) ?? TT_E_STATE
        },
        abandon: { ServiceTable.service($0)?.abandon($1) },
        call: { ServiceTable.service($0)?.call($1, $2, $3, $4, $5, $6) ?? TT_E_STATE }))
    return UnsafeRawPointer(table)
  }

  private static func service(_ context: UnsafeMutableRawPointer?) -> ScriptedService? {
    context.map { Unmanaged<ScriptedService>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Hands an answer over: its chunks, then its end.
  static func deliver(
    _ answer: Result<FakeAnswer, PluginFailure>, _ status: tt_status, to reply: tt_reply
  ) {
    switch answer {
    case .success(let answer):
      for chunk in answer.chunks {
        chunk.json.bytes.withBorrowedText { json in
          chunk.body.withBorrowed { reply.chunk?(reply.ctx, json, $0) }
        }
      }
      reply.done(reply.ctx, status, tt_str())
    case .failure(let failure):
      let error: JSON = ["message": .string(failure.message), "detail": failure.detail]
      error.bytes.withBorrowedText { reply.done(reply.ctx, status, $0) }
    }
  }
}
