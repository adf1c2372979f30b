package import TinyTroupeJSON
package import TinyTroupePluginKit

/// Answers `query recent`: the whole window, or only what is new where the window was not cut.
package struct RecentRecall {
  private let experience: Experience
  private let window: RecallWindow
  private let call: Call

  package init(_ experience: Experience, _ window: RecallWindow, _ call: Call) {
    self.experience = experience
    self.window = window
    self.call = call
  }

  /// - Parameter digest: What older experience has been condensed to; nothing where it has not.
  package func answer(_ query: JSON, digest: String = "") throws -> Response {
    let recent = try experience.numbers(at: window.recent, call)
    if let after = query["after"]?.integer, after > experience.forgottenAt,
      query["start"]?.integer == nil || query["start"]?.integer == recent.first,
      let known = try position(of: after, in: recent), isUncut(since: known)
    {
      return try respond(from: known, recent, isPartial: true, digest)
    }
    return try respond(from: 0, recent, isPartial: false, digest)
  }

  /// How many items the caller has whose last one is `after`.
  private func position(of after: Int, in recent: ArraySlice<Int>) throws -> Int? {
    if let index = recent.lastIndex(of: after) {
      return window.recent.lowerBound + (index - recent.startIndex) + 1
    }
    let prefix = try experience.numbers(at: window.prefix, call)
    return prefix.lastIndex(of: after).map { $0 - prefix.startIndex + 1 }
  }

  private func isUncut(since known: Int) -> Bool {
    window.before(known).omitted == window.omitted
  }

  private func respond(
    from known: Int, _ recent: ArraySlice<Int>, isPartial: Bool, _ digest: String
  ) throws -> Response {
    let prefixPart = min(known, window.prefix.upperBound)..<window.prefix.upperBound
    let recentKnown = max(known - window.recent.lowerBound, 0)
    let prefix = Array(try experience.numbers(at: prefixPart, call))
    let items = try call.remembered(prefix + recent.dropFirst(recentKnown))
    return Response(capacity: 64 + items.count * 256) { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in for item in items { item.write(to: &writer) } }
        if let start = recent.first { writer.member("start", start) }
        writer.member("omitted", window.omitted)
        if isPartial { writer.member("partial", true) }
        if !digest.isEmpty { writer.member("digest", digest) }
        // Counted, not known: the log may lack an event.
        writer.member("prefix", items.prefix { prefix.contains($0.id) }.count)
      }
    }
  }
}
