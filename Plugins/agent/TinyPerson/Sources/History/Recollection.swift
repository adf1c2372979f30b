internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What an instance keeps of the memory's window, so that each turn only asks for what is new.
struct Recollection: Sendable {
  private(set) var history: History
  private(set) var digest = ""
  private let person: String
  private var lastID: Int?
  private var start: Int?
  private var omitted = 0

  init(person: String) {
    self.person = person
    history = History(person: person)
  }

  /// Brings everything up to the memory's present window.
  mutating func refresh(_ call: Call) async throws {
    let window = try MemoryWindow(try await call.send(.queryMemory(request)))
    if window.isPartial {
      guard lastID != nil, window.omitted == omitted, start == nil || window.start == start else {
        throw PluginFailure(
          .internal,
          "The memory broke its contract: it gave a part of a window that had changed. Report this"
            + " to the author of the memory plugin.")
      }
      history.append(window.items)
    } else {
      history = History(window, person: person)
    }
    lastID = window.lastID ?? (window.isPartial ? lastID : nil)
    start = window.start
    omitted = window.omitted
    digest = window.digest ?? (window.isPartial ? digest : "")
  }

  private var request: JSON {
    var request: JSONObject = ["mode": "recent"]
    if let lastID { request["after"] = .integer(Int64(lastID)) }
    if let start { request["start"] = .integer(Int64(start)) }
    return .object(request)
  }
}
