internal import TinyTroupeJSON
internal import Worlds

/// What is new for each person, ranked and cut to length.
///
/// A post is shown once to everybody who sees its author or somebody who passed it on.
struct Feed: Sendable {
  private let network: Network
  private let interests: Interests
  /// Where the shares of each person begin in `bySharer`; one more for the end.
  private var starts: [Int32]
  /// The places of shares, those of one person together, the oldest first.
  private var bySharer: [Int32]
  /// Each share as a line of a feed, escaped for JSON.
  private let lines: [[UInt8]]
  /// What each share is about.
  private let topics: [[Int32]]

  /// - Parameter texts: The texts of posts, by their places.
  init(of network: Network, _ interests: Interests, texts: [Int: String]) {
    self.network = network
    self.interests = interests
    let shares = network.shares
    starts = [Int32](repeating: 0, count: network.people.count + 1)
    for share in shares { starts[share.sharer + 1] += 1 }
    for person in network.people.names.indices { starts[person + 1] += starts[person] }
    bySharer = [Int32](repeating: 0, count: shares.count)
    var next = starts
    for (place, share) in shares.enumerated() {
      bySharer[Int(next[share.sharer])] = Int32(place)
      next[share.sharer] += 1
    }
    let isByInterest = network.rules.feed.order == .interest
    lines = shares.map { Self.line($0, network, texts[$0.post] ?? "") }
    topics = isByInterest ? shares.map { interests.topics(of: texts[$0.post] ?? "") } : []
  }

  /// Whether nobody has anything new to see.
  var isEmpty: Bool { lines.isEmpty || network.rules.feed.length == 0 }

  /// The places of the shares that a person's feed shows, the first one first.
  func shares(for person: Int) -> [Int32] {
    var ranked: [(rank: Int, place: Int32)] = []
    for source in network.sources[person] {
      let (start, end) = (Int(starts[Int(source)]), Int(starts[Int(source) + 1]))
      for index in start..<end {
        let place = bySharer[index]
        let share = network.shares[Int(place)]
        guard network.posts[share.post].author != person else { continue }
        let score = topics.isEmpty ? 0 : interests.score(of: topics[Int(place)], for: person)
        ranked.append((score, place))
      }
    }
    guard !ranked.isEmpty else { return [] }
    ranked.sort { ($1.rank, $1.place) < ($0.rank, $0.place) }
    return distinct(ranked)
  }

  /// The first few, of each post one.
  private func distinct(_ ranked: [(rank: Int, place: Int32)]) -> [Int32] {
    var chosen: [Int32] = []
    for (_, place) in ranked {
      let post = network.shares[Int(place)].post
      if chosen.contains(where: { network.shares[Int($0)].post == post }) { continue }
      chosen.append(place)
      if chosen.count == network.rules.feed.length { break }
    }
    return chosen
  }

  /// Writes everybody's feed as stimuli, and answers whom they reach.
  func write(to writer: inout JSONWriter) -> [Int] {
    var readers: [Int] = []
    var bytes: [UInt8] = []
    for person in network.people.names.indices {
      let shares = shares(for: person)
      guard !shares.isEmpty else { continue }
      readers.append(person)
      bytes.removeAll(keepingCapacity: true)
      bytes.append(UInt8(ascii: "\""))
      for (number, share) in shares.enumerated() {
        if number > 0 { bytes += #"\n"#.utf8 }
        bytes += lines[Int(share)]
      }
      bytes.append(UInt8(ascii: "\""))
      writer.object { writer in
        writer.member("type", "FEED")
        writer.key("content")
        writer.raw(bytes)
        writer.key("to")
        writer.array { $0.string(network.people.names[person]) }
      }
    }
    return readers
  }

  // MARK: Lines

  /// `#12 Ana Lima: What she wrote. (3 likes; reposted by Ben Dahl)`.
  private static func line(_ share: Network.Share, _ network: Network, _ text: String) -> [UInt8] {
    let post = network.posts[share.post]
    var line = "#\(share.post + 1) \(network.people.names[post.author]): "
    line += clipped(text, to: network.rules.feed.characters)
    var remarks: [String] = []
    let likes = network.likes[share.post].count
    if likes > 0 { remarks.append(likes == 1 ? "1 like" : "\(likes) likes") }
    if share.sharer != post.author {
      remarks.append("reposted by \(network.people.names[share.sharer])")
    }
    if !remarks.isEmpty { line += " (\(remarks.joined(separator: "; ")))" }
    // Without the quotes.
    return Array(JSON.string(line).bytes.dropFirst().dropLast())
  }

  /// A text on one line, cut to a length.
  private static func clipped(_ text: String, to limit: Int) -> String {
    let line =
      text.contains(where: \.isNewline)
      ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    return line.utf8.count <= limit || line.count <= limit ? line : "\(line.prefix(limit - 1))…"
  }
}
