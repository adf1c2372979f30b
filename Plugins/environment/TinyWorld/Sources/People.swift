internal import TinyTroupePluginKit

/// Everybody in the world, numbered in canonical order.
struct People: Sendable {
  let names: [String]
  private let numbers: [String: Int]

  init(_ names: [String]) throws {
    self.names = names
    numbers = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    for (number, name) in names.enumerated() where numbers[name] != number {
      throw PluginFailure(.invalid, "tiny-world: two people are called '\(name)'. Rename one.")
    }
  }

  var count: Int { names.count }

  func number(of name: String) -> Int? { numbers[name] }

  func everyone(but number: Int?) -> [Int] { names.indices.filter { $0 != number } }
}
