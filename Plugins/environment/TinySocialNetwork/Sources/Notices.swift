internal import Worlds

/// What people are told of what others did to them or their posts, many of one kind in one sentence.
struct Notices: Sendable {
  /// What was done.
  enum Deed: Sendable, Hashable {
    case like(post: Int)
    case repost(post: Int)
    case follow
  }

  private struct Key: Hashable {
    let person: Int
    let deed: Deed
  }

  /// In the order of the first of each.
  private var keys: [Key] = []
  private var doers: [Key: [Int]] = [:]

  mutating func add(_ doer: Int, _ deed: Deed, for person: Int) {
    let key = Key(person: person, deed: deed)
    if doers[key] == nil { keys.append(key) }
    doers[key, default: []].append(doer)
  }

  /// Whom to tell what, in order.
  func texts(_ people: People) -> [(person: Int, text: String)] {
    keys.map { key in
      let names = NetworkWording.few((doers[key] ?? []).map { people.names[$0] })
      return (key.person, NetworkWording.notice(key.deed, names))
    }
  }
}

/// The sentences that only a network says to people.
enum NetworkWording {
  private static let namesShown = 3

  static let whichPost = "Which post? Write its number as the content, such as #12."

  static func noPost(_ number: Int, of count: Int) -> String {
    count == 0
      ? "There is no post yet." : "There is no post #\(number); the latest is #\(count)."
  }

  static func ownPost(_ number: Int, _ verb: String) -> String {
    "#\(number) is your own post; you cannot \(verb) it."
  }

  static func nobodyNamed(_ type: String) -> String {
    "\(type) needs somebody else's exact name as the target."
  }

  static func seesAlready(_ name: String) -> String { "You see the posts of \(name) already." }

  static func seesNot(_ name: String) -> String { "You do not see the posts of \(name) anyway." }

  static func unrelated(_ name: String) -> String {
    "You and \(name) are not related in any way, so you cannot reach out."
  }

  static func notice(_ deed: Notices.Deed, _ names: (text: String, isOne: Bool)) -> String {
    switch deed {
    case .like(let post): "\(names.text) \(names.isOne ? "likes" : "like") your post #\(post)."
    case .repost(let post): "\(names.text) reposted your post #\(post)."
    case .follow: "\(names.text) \(names.isOne ? "follows" : "follow") you now."
    }
  }

  /// The first few names, and how many more there are.
  static func few(_ names: [String]) -> (text: String, isOne: Bool) {
    guard names.count > namesShown else { return (Wording.list(names, "and"), names.count == 1) }
    let more = names.count - namesShown
    return (names.prefix(namesShown).joined(separator: ", ") + " and \(more) more", false)
  }
}
