internal import Recollection
internal import TinyTroupeJSON

/// What people are interested in: the words of the parts of their personas that say so.
struct Interests: Sendable {
  /// Shorter words say little of a topic.
  private static let shortest = 4

  private var numbers: [String: Int32] = [:]
  /// The numbers of each person's words, in ascending order.
  private(set) var ofPeople: Adjacency

  init(count: Int) {
    ofPeople = Adjacency(count: count)
  }

  /// - Parameters:
  ///   - personas: Per person, parts of the persona by their paths.
  ///   - names: Everybody's name in canonical order.
  init(_ personas: JSON?, of names: [String]) {
    self.init(count: names.count)
    var lists = [[Int32]](repeating: [], count: names.count)
    for (person, name) in names.enumerated() {
      for part in personas?[name]?.object?.values ?? [] {
        for text in part.string.map({ [$0] }) ?? part.array?.compactMap(\.string) ?? [] {
          for word in Self.words(of: text) {
            lists[person].append(number(of: word))
          }
        }
      }
    }
    ofPeople = Adjacency(sorting: lists)
  }

  private mutating func number(of word: String) -> Int32 {
    if let known = numbers[word] { return known }
    numbers[word] = Int32(numbers.count)
    return Int32(numbers.count - 1)
  }

  /// The words of a text that anybody is interested in, in ascending order.
  func topics(of text: String) -> [Int32] {
    Array(Set(Self.words(of: text).compactMap { numbers[$0] })).sorted()
  }

  /// How many of a post's words a person is interested in.
  func score(of topics: [Int32], for person: Int) -> Int {
    let own = ofPeople[person]
    var (score, left, right) = (0, 0, 0)
    while left < own.count, right < topics.count {
      if own[left] == topics[right] { score += 1 }
      if own[left] <= topics[right] { left += 1 } else { right += 1 }
    }
    return score
  }

  /// Words without the plural's s, so that a boat has to do with boats.
  private static func words(of text: String) -> [String] {
    Words.of(text).filter { $0.count >= shortest }.map { word in
      word.count > shortest && word.hasSuffix("s") ? String(word.dropLast()) : word
    }
  }
}

// MARK: - Bytes

extension Interests {
  /// The words in the order of their numbers.
  var words: [String] { numbers.sorted { $0.value < $1.value }.map(\.key) }

  /// Everybody's words, each list after its length.
  var bytes: [UInt8] {
    NumberCodec.encode(
      (0..<ofPeople.count).lazy.flatMap { person in
        [ofPeople[person].count] + ofPeople[person].map { Int($0) }
      })
  }

  /// Reads what `words` and `bytes` gave; nil for anything else.
  init?(words: [String], bytes: [UInt8], count: Int) {
    guard let found = NumberCodec.decode(bytes) else { return nil }
    var lists: [[Int32]] = []
    var rest = found[...]
    while let length = rest.first {
      guard (0..<rest.count).contains(length) else { return nil }
      lists.append(rest.dropFirst().prefix(length).map { Int32(truncatingIfNeeded: $0) })
      rest = rest.dropFirst(length + 1)
    }
    guard lists.count == count else { return nil }
    ofPeople = Adjacency(sorting: lists)
    numbers = Dictionary(
      zip(words, words.indices.map { Int32($0) }), uniquingKeysWith: { first, _ in first })
  }
}
