import Dispatch
import TinyTroupeDigest
import TinyTroupeKernel

/// Answers calls from the log of a run, instead of sending them.
final class RecordedCalls: Sendable {
  /// What the answers are for.
  enum Use: Sendable {
    /// The run goes on: what was answered before it stopped is not asked again, what failed is.
    case resume
    /// Another run shares this one's past: what is asked again in the same words has the same answer.
    case fork
    /// The run is repeated: everything is answered, failures too, and nothing is asked.
    case replay
  }

  /// What is known of a call without reading it.
  private struct Entry: Sendable {
    let hash: SHA256Digest
    /// True for what failed and had no effect, so that it may be tried again.
    let mayBeSentAgain: Bool
  }

  private let use: Use
  private let run: String
  private let reader: RunReader
  private let entries: [String: Entry]
  private let begun: Set<String>
  /// The thread that may wait for the disk.
  private let queue = DispatchQueue(label: "tt-log")

  /// Reads which calls there are; it waits for the disk.
  ///
  /// - Parameter unit: Calls of later units are of use; those before have done their work.
  init(_ reader: RunReader, after unit: Int, for use: Use) throws(RunStoreError) {
    self.reader = reader
    self.use = use
    run = reader.folder.name
    var entries: [String: Entry] = [:]
    // In order, so that the latest outcome of a path holds.
    for call in try reader.calls(CallFilter(afterUnit: unit)) {
      entries[call.path] = Entry(
        hash: call.requestHash, mayBeSentAgain: call.status != 0 && call.op != "tool.perform")
    }
    self.entries = entries
    begun = use == .resume ? try reader.begun() : []
  }

  /// True when an external effect was begun before the run stopped.
  func wasBegun(_ path: String) -> Bool { begun.contains(path) }

  /// True when an answer must be logged anew, because its log is not that of the present run.
  var belongsToAnotherRun: Bool { use != .resume }

  /// The outcome of a call; nil when the call is to be sent.
  ///
  /// - Throws: That a call cannot be answered that must be, with what differs.
  func answer(_ path: String, _ request: CallRequest) async throws(PluginError) -> CallRecord? {
    guard let entry = entries[path] else {
      if use == .replay { throw .notInLog(path, of: run) }
      return nil
    }
    if entry.mayBeSentAgain, use != .replay { return nil }
    guard entry.hash == request.hash else {
      if use == .fork { return nil }
      throw .otherRequest(
        path, in: run, RequestDifference.lines(try await read(path).request, request))
    }
    return try await read(path)
  }

  private func read(_ path: String) async throws(PluginError) -> CallRecord {
    let result: Result<CallRecord?, RunStoreError> = await withCheckedContinuation { continuation in
      queue.async { [reader] in
        do throws(RunStoreError) {
          continuation.resume(returning: .success(try reader.call(at: path)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    switch result {
    case .success(let record?): return record
    case .success(nil): throw .notInLog(path, of: run)
    case .failure(let error): throw .logCannotBeRead(error)
    }
  }
}
