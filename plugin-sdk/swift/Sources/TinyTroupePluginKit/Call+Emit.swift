internal import CTinyTroupe
public import TinyTroupeJSON

extension Call {
  /// Sends a part of the answer before its end; throws when nobody waits for it any more.
  public func emit(delta: JSON, body: [UInt8] = []) throws {
    var writer = JSONWriter()
    writer.object { $0.member("delta", delta) }
    try emit(writer.bytes, body)
  }

  /// Sends a part that is JSON text already.
  public func emit(deltaBytes: [UInt8], body: [UInt8] = []) throws {
    var writer = JSONWriter(capacity: deltaBytes.count + 16)
    writer.object { $0.member("delta", raw: deltaBytes) }
    try emit(writer.bytes, body)
  }

  private func emit(_ chunk: [UInt8], _ body: [UInt8]) throws {
    let status = emitStatus(chunk, body)
    guard status != TT_OK else { return }
    throw PluginFailure(PluginFailure.Code(rawValue: status), "Nobody takes the answer any more.")
  }

  private func emitStatus(_ chunk: [UInt8], _ body: [UInt8]) -> tt_status {
    chunk.withBorrowedText { json in
      body.withBorrowed { host.table.emit(pointer, json, $0) }
    }
  }

  /// Sends what the operation came to and says how the call ends.
  func finish(_ response: Response) -> tt_status {
    if let usage = response.usage {
      var writer = JSONWriter()
      writer.object { $0.member("usage", usage) }
      let status = emitStatus(writer.bytes, [])
      guard status == TT_OK else { return status }
    }
    return emitStatus(response.chunk, response.body)
  }

  /// Attaches the text of an error and says how the call ends.
  func fail(_ error: any Error) -> tt_status {
    let failure = PluginFailure(describing: error)
    let status = failure.code.rawValue < 0 ? failure.code.rawValue : TT_E_INTERNAL
    let detail = failure.detail.isNull ? [] : failure.detail.bytes
    failure.message.withBorrowed { message in
      detail.withBorrowedText { host.table.fail(pointer, status, message, $0) }
    }
    return status
  }
}
