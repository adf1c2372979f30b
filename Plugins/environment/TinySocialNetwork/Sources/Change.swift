internal import Recollection
internal import TinyTroupePluginKit

/// Something that people changed in a network.
///
/// A network is what the study gave and all changes since, in order; so each is kept once and nothing else is.
enum Change: Sendable, Hashable {
  /// Somebody wrote a post, whose text is that of an event.
  case post(author: Int, event: Int)
  /// Somebody likes the post with a number.
  case like(person: Int, post: Int)
  /// Somebody passed the post with a number on.
  case repost(person: Int, post: Int)
  case follow(person: Int, other: Int)
  case unfollow(person: Int, other: Int)
  /// Somebody reached out to somebody.
  case contact(person: Int, other: Int)

  private var numbers: [Int] {
    switch self {
    case .post(let author, let event): [0, author, event]
    case .like(let person, let post): [1, person, post]
    case .repost(let person, let post): [2, person, post]
    case .follow(let person, let other): [3, person, other]
    case .unfollow(let person, let other): [4, person, other]
    case .contact(let person, let other): [5, person, other]
    }
  }

  /// Writes changes as bytes.
  static func encode(_ changes: [Change]) -> [UInt8] {
    NumberCodec.encode(changes.lazy.flatMap(\.numbers))
  }

  /// Reads what `encode` wrote; nil for anything else.
  ///
  /// - Parameter people: How many people there are.
  static func decode(_ bytes: [UInt8], people: Int) -> [Change]? {
    guard let numbers = NumberCodec.decode(bytes), numbers.count % 3 == 0 else { return nil }
    var changes: [Change] = []
    changes.reserveCapacity(numbers.count / 3)
    for start in stride(from: 0, to: numbers.count, by: 3) {
      let (person, other) = (numbers[start + 1], numbers[start + 2])
      guard (0..<people).contains(person), other >= 0 else { return nil }
      switch numbers[start] {
      case 0: changes.append(.post(author: person, event: other))
      case 1: changes.append(.like(person: person, post: other))
      case 2: changes.append(.repost(person: person, post: other))
      case 3 where other < people: changes.append(.follow(person: person, other: other))
      case 4 where other < people: changes.append(.unfollow(person: person, other: other))
      case 5 where other < people: changes.append(.contact(person: person, other: other))
      default: return nil
      }
    }
    return changes
  }
}
