internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// What outgrows a network's state, kept in `tt.store`: names, what the study gave, and every change since.
enum NetworkStore {
  private static let names = "people"
  private static let words = "interests/words"
  private static let interests = "interests/people"
  private static let changePrefix = "change/"
  private static let page = 1000

  private static func relations(_ type: Int) -> String { "relations/\(type)" }

  /// Keeps what the study gave.
  static func save(
    _ people: People, _ edges: [[Edge]], _ known: Interests, _ call: Call
  ) throws {
    var values = [
      StoredValue(key: names, value: texts(people.names)),
      StoredValue(key: words, value: texts(known.words)),
      StoredValue(key: interests, value: known.bytes),
    ]
    for (type, edges) in edges.enumerated() {
      let numbers = edges.lazy.flatMap { [Int($0.from), Int($0.to)] }
      values.append(StoredValue(key: relations(type), value: NumberCodec.encode(numbers)))
    }
    try call.sendAndWait(.storePut(values, in: .shared))
  }

  /// Keeps the changes of a step.
  ///
  /// - Parameter number: How many steps have changed something before.
  static func save(_ changes: [Change], number: Int, _ call: Call) throws {
    let digits = String(number)
    let key = changePrefix + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    let value = StoredValue(key: key, value: Change.encode(changes))
    try call.sendAndWait(.storePut([value], in: .shared))
  }

  /// Makes the network as it was.
  ///
  /// - Parameter shown: How many of the changes feeds have shown.
  static func load(
    _ rules: NetworkRules, shown: Int, _ call: Call
  ) throws -> (network: Network, interests: Interests) {
    let keys = [names, words, interests] + rules.relations.indices.map(relations)
    let values = try call.sendAndWait(.storeGet(keys, in: .shared))
    guard let found = values.first ?? nil, let texts = texts(of: found) else {
      throw failure("the store has no names. 'open' must come first.")
    }
    let people = try People(texts, of: TinySocialNetwork.identity.name)
    guard let words = values[1].flatMap(Self.texts), let bytes = values[2],
      let interests = Interests(words: words, bytes: bytes, count: people.count)
    else { throw failure("the store has no interests, or broken ones.") }
    let edges = try zip(rules.relations, values.dropFirst(3)).map { plan, value in
      guard let value, let edges = self.edges(value, people: people.count) else {
        throw failure("the store has broken relations of the type '\(plan.type)'.")
      }
      return edges
    }
    var network = Network(rules, people, edges: edges)
    try replay(on: &network, shown: shown, call)
    return (network, interests)
  }

  private static func replay(on network: inout Network, shown: Int, _ call: Call) throws {
    var last: String?
    var number = 0
    while true {
      let found = try call.sendAndWait(
        .storeScan(prefix: changePrefix, after: last, limit: page, in: .shared))
      guard let end = found.last else { break }
      for value in found {
        if number == shown { network.haveShown() }
        guard let changes = Change.decode(value.value, people: network.people.count) else {
          throw failure("the store has a broken change, '\(value.key)'.")
        }
        for change in changes {
          guard network.knows(change) else {
            throw failure("the store has a change of no post, '\(value.key)'.")
          }
          _ = network.apply(change)
        }
        number += 1
      }
      last = end.key
    }
    if number <= shown { network.haveShown() }
  }

  private static func edges(_ bytes: [UInt8], people: Int) -> [Edge]? {
    guard let numbers = NumberCodec.decode(bytes), numbers.count % 2 == 0,
      numbers.allSatisfy({ (0..<people).contains($0) })
    else { return nil }
    return stride(from: 0, to: numbers.count, by: 2).map { Edge(numbers[$0], numbers[$0 + 1]) }
  }

  private static func texts(_ texts: [String]) -> [UInt8] {
    JSON.array(texts.map(JSON.string)).bytes
  }

  private static func texts(of bytes: [UInt8]) -> [String]? {
    (try? JSON(parsing: bytes))?.texts
  }

  private static func failure(_ why: String) -> PluginFailure {
    PluginFailure(.state, "\(TinySocialNetwork.identity.name): \(why)")
  }
}
