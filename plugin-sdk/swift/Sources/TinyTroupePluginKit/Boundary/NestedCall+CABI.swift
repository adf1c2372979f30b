internal import CTinyTroupe

/// The callbacks of `tt_reply`.
enum NestedCallReply {
  /// The reply of a call that suspends: the host holds one reference until `done`.
  static func suspending(_ nested: NestedCall) -> tt_reply {
    // SAFETY: `done` takes this reference back, or `release` does when the call did not start.
    reply(
      Unmanaged.passRetained(nested).toOpaque(),
      done: { NestedCallReply.take($0)?.finish($1, $2) })
  }

  /// The reply of a call that waits: the caller keeps the object alive until the call returns.
  static func waiting(_ nested: NestedCall) -> tt_reply {
    // SAFETY: the caller holds `nested` until `call` has returned, and no callback comes after
    // that.
    reply(
      Unmanaged.passUnretained(nested).toOpaque(),
      done: { NestedCallReply.borrow($0)?.finish($1, $2) })
  }

  /// Gives up the reference of a suspending call that did not start.
  static func release(_ reply: tt_reply) {
    _ = take(reply.ctx)
  }

  private static func reply(
    _ context: UnsafeMutableRawPointer,
    done: @convention(c) (UnsafeMutableRawPointer?, tt_status, tt_str) -> Void
  ) -> tt_reply {
    tt_reply(
      struct_size: UInt32(MemoryLayout<tt_reply>.size), flags: 0, ctx: context,
      chunk: { NestedCallReply.borrow($0)?.receive($1, $2) }, done: done)
  }

  // SAFETY: the context of a reply is always a NestedCall that is still referenced, see above.
  private static func borrow(_ context: UnsafeMutableRawPointer?) -> NestedCall? {
    context.map { Unmanaged<NestedCall>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func take(_ context: UnsafeMutableRawPointer?) -> NestedCall? {
    context.map { Unmanaged<NestedCall>.fromOpaque($0).takeRetainedValue() }
  }
}
