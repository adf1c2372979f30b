package import TinyTroupeDigest

/// A run in a line.
package struct RunSummary: Sendable, Hashable {
  /// Where it is.
  package let folder: RunFolder
  /// What the study is called.
  package let study: String
  /// When it began, nanoseconds since 1970 in UTC.
  package let startedNS: Int64
  /// When it ended, nanoseconds since 1970 in UTC; nil when that was never noted.
  package let finishedNS: Int64?
  /// What its writer noted last.
  package let status: RunStatus
  /// Whether its writer lives.
  package let isLive: Bool
  /// How many steps are committed.
  package let steps: Int
  /// How many people are in it.
  package let agents: Int
  /// How many events are committed.
  package let events: Int
  /// How many calls are logged.
  package let calls: Int
  /// The hash of all committed events.
  package let traceHash: SHA256Digest

  /// The status in a word: `interrupted` when its writer ended without a word.
  package var statusText: String {
    status == .running && !isLive ? "interrupted" : status.rawValue
  }
}

/// What is found in the folder of all runs.
package enum RunListing: Sendable {
  case run(RunSummary)
  case unreadable(name: String, RunStoreError)

  /// The runs in a folder, the oldest first, then what looks like a run and cannot be read.
  ///
  /// Reads files: not for Swift's cooperative pool.
  package static func all(in runs: String) -> [RunListing] {
    var readable: [RunSummary] = []
    var unreadable: [RunListing] = []
    for name in RunFolder.names(in: runs).sorted() {
      let folder = RunFolder(path: runs + "/" + name)
      guard !RunFolder.isLink(folder.path), RunFolder.exists(folder.database) else { continue }
      do throws(RunStoreError) {
        readable.append(try RunReader.open(folder).summary())
      } catch {
        unreadable.append(.unreadable(name: name, error))
      }
    }
    let inOrder = readable.sorted {
      ($0.startedNS, $0.folder.name) < ($1.startedNS, $1.folder.name)
    }
    return inOrder.map { .run($0) } + unreadable
  }
}
