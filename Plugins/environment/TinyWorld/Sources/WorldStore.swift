internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// The part of a world that may outgrow its state: names and links, kept in `tt.store`.
///
/// The 64 KB of a state would end a run of some thousand people, or of few who reach out to many.
enum WorldStore {
  private static let namesKey = "people"
  private static let linkPrefix = "link/"
  private static let page = 1000

  static func save(_ people: People, _ call: Call) throws {
    let names = JSON.array(people.names.map(JSON.string)).bytes
    try call.sendAndWait(.storePut([StoredValue(key: namesKey, value: names)], in: .shared))
  }

  static func loadPeople(_ call: Call) throws -> People {
    guard let value = try call.sendAndWait(.storeGet([namesKey], in: .shared)).first ?? nil,
      let names = try? JSON(parsing: value).texts
    else {
      throw PluginFailure(.state, "tiny-world: the store has no names. 'open' must come first.")
    }
    return try People(names, of: TinyWorld.identity.name)
  }

  static func save(_ links: [Link], _ call: Call) throws {
    guard !links.isEmpty else { return }
    let values = links.map {
      StoredValue(key: "\(linkPrefix)\($0.lower)/\($0.upper)", value: [])
    }
    try call.sendAndWait(.storePut(values, in: .shared))
  }

  static func loadLinks(among people: People, _ call: Call) throws -> Links {
    var links = Links()
    var last: String?
    while true {
      let found = try call.sendAndWait(
        .storeScan(prefix: linkPrefix, after: last, limit: page, in: .shared))
      guard let end = found.last else { return links }
      for value in found { _ = links.insert(try link(value.key, among: people)) }
      last = end.key
    }
  }

  private static func link(_ key: String, among people: People) throws -> Link {
    let numbers = key.dropFirst(linkPrefix.count).split(separator: "/").map { Int($0) }
    guard numbers.count == 2, let one = numbers[0], let other = numbers[1],
      people.names.indices.contains(one), people.names.indices.contains(other)
    else { throw PluginFailure(.state, "tiny-world: the store has a broken link, '\(key)'.") }
    return Link(one, other)
  }
}
