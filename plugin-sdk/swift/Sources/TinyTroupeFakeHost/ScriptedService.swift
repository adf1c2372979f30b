internal import CTinyTroupe
internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One service whose answers a test has scripted.
///
/// Immortal, like the table that leads to it.
final class ScriptedService: Sendable {
  /// What a nested call asks for, copied from the plugin.
  struct Query: Sendable {
    let key: NestedKey
    let request: JSON
    let body: [UInt8]
  }

  private let id: String
  private let core: FakeHostCore

  init(id: String, core: FakeHostCore) {
    self.id = id
    self.core = core
  }

  /// Starts a call whose answer comes on another thread.
  func start(
    _ parentHandle: OpaquePointer?, _ label: tt_str, _ op: tt_str, _ json: tt_str,
    _ body: tt_bytes, _ reply: UnsafePointer<tt_reply>, _ id: UnsafeMutablePointer<UInt64>
  ) -> tt_status {
    guard let reply = GrowableStruct.read(reply, as: tt_reply.self),
      let (parent, query) = admit(parentHandle, label, op, json, body)
    else { return TT_E_STATE }
    let number = core.nested.add(NestedRecord(key: query.key, parent: parent, reply: reply))
    id.pointee = number
    // Detached: this is a C callback, and the answer belongs to `nested` until someone takes it.
    Task.detached { self.answer(number, query, parent) }
    return TT_OK
  }

  /// Performs a call on the plugin's own thread.
  func call(
    _ parentHandle: OpaquePointer?, _ label: tt_str, _ op: tt_str, _ json: tt_str,
    _ body: tt_bytes, _ reply: UnsafePointer<tt_reply>
  ) -> tt_status {
    guard let reply = GrowableStruct.read(reply, as: tt_reply.self),
      isWorker(parentHandle, op),
      let (parent, query) = admit(parentHandle, label, op, json, body)
    else { return TT_E_STATE }
    let record = NestedRecord(key: query.key, parent: parent, reply: reply)
    var answer = ask(query)
    if case .success(let scripted) = answer, scripted.result == nil {
      core.nested.sleep(untilCancelled: parent)
      answer = .failure(Self.givenUp)
    }
    return finish(record, answer)
  }

  /// Gives a started call up.
  ///
  /// An unknown one has ended meanwhile.
  func abandon(_ number: UInt64) {
    guard let record = core.nested.take(number) else { return }
    // Elsewhere, since `done` must not come on the thread that may hold the plugin's locks.
    Task.detached { _ = self.finish(record, .failure(Self.givenUp)) }
  }

  private static let givenUp = PluginFailure(.cancelled, "The call was given up.")

  // MARK: Admission

  private func isWorker(_ parentHandle: OpaquePointer?, _ op: tt_str) -> Bool {
    guard let parent = CallRegistry.call(parentHandle) else { return false }
    if parent.isLentThisThread { return true }
    core.note([.waitOnForeignThread(call: parent.name, service: id, op: op.text ?? "")])
    return false
  }

  private func admit(
    _ parentHandle: OpaquePointer?, _ label: tt_str, _ op: tt_str, _ json: tt_str, _ body: tt_bytes
  ) -> (FakeCall, Query)? {
    guard let parent = CallRegistry.call(parentHandle), let op = op.text, let label = label.text
    else { return nil }
    guard !parent.isClosed else {
      core.note([.staleParent(call: parent.name, service: id, op: op)])
      return nil
    }
    let key = NestedKey(
      parent: parent.name, parentHandle: UInt(bitPattern: parentHandle), service: id, op: op,
      label: label)
    guard core.nested.claim(key, parent) else {
      core.note([.unlabelledTwin(call: parent.name, service: id, op: op, label: label)])
      return nil
    }
    let query = Query(
      key: key, request: (try? JSON(parsing: json.buffer)) ?? .null, body: body.bytes)
    core.note(
      .nested(
        call: parent.name, service: id, op: op, request: query.request, body: query.body,
        label: label))
    return (parent, query)
  }

  // MARK: Answers

  private func answer(_ number: UInt64, _ query: Query, _ parent: FakeCall) {
    let answer = ask(query)
    if case .success(let scripted) = answer, scripted.result == nil { return }
    guard let record = core.nested.take(number) else { return }
    _ = finish(record, answer)
  }

  private func ask(_ query: Query) -> Result<FakeAnswer, PluginFailure> {
    guard let service = core.script.withLock({ $0.services[id] }) else {
      return .failure(PluginFailure(.unavailable, "The script has no '\(id)' any more."))
    }
    do {
      return .success(try service(query.key.op, query.request, query.body))
    } catch {
      return .failure(PluginFailure(describing: error))
    }
  }

  private func finish(
    _ record: NestedRecord, _ answer: Result<FakeAnswer, PluginFailure>
  ) -> tt_status {
    let key = record.key
    core.nested.release(key, record.parent)
    let status: tt_status
    switch answer {
    case .success: status = TT_OK
    case .failure(let failure): status = failure.code.rawValue
    }
    core.note(
      .answered(
        call: key.parent, service: id, op: key.op, status: status, label: key.label))
    ServiceTable.deliver(answer, status, to: record.reply)
    return status
  }
}
