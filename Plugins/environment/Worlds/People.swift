package import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Everybody in a world, numbered in canonical order.
package struct People: Sendable {
  /// The component that speaks of them in messages.
  package let world: String
  package let names: [String]
  private let numbers: [String: Int]
  /// Those who are not there, as the last request said.
  package private(set) var absent: Set<Int> = []

  /// - Throws: That two have one name.
  package init(_ names: [String], of world: String) throws {
    self.world = world
    self.names = names
    numbers = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    for (number, name) in names.enumerated() where numbers[name] != number {
      throw PluginFailure(.invalid, "\(world): two people are called '\(name)'. Rename one.")
    }
  }

  package var count: Int { names.count }

  package func number(of name: String) -> Int? { numbers[name] }

  /// The number of somebody who is there.
  package func present(_ name: String) -> Int? {
    number(of: name).flatMap { absent.contains($0) ? nil : $0 }
  }

  package func everyone(but number: Int?) -> [Int] {
    names.indices.filter { $0 != number && !absent.contains($0) }
  }

  /// Takes over from a request who is not there.
  package mutating func noteAbsent(_ request: JSON) {
    absent = Set((request["absent"]?.texts ?? []).compactMap(self.number))
  }
}
