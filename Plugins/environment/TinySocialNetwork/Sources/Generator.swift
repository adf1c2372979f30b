internal import TinyTroupePluginKit

/// A way to make relations among so many people.
enum Generator: Sendable, Hashable {
  /// Everybody in a ring, related to the next few.
  case ring(neighbours: Int)
  /// A ring some of whose relations lead anywhere (Watts and Strogatz, 1998).
  case smallWorld(neighbours: Int, rewire: Double)
  /// Who comes later is related to so many, and mostly to those whom many are related to already (Barabási and
  /// Albert, 1999).
  case scaleFree(links: Int)

  /// The relations; of a type with a direction, forward in the ring, and from later to earlier people.
  ///
  /// - Throws: What `chance` throws, or that there are too few people.
  func edges(among count: Int, isDirected: Bool, _ chance: inout Chance) throws -> [Edge] {
    switch self {
    case .ring(let neighbours):
      return Self.ring(count, isDirected ? neighbours : neighbours / 2)
    case .smallWorld(let neighbours, let rewire):
      let ring = Self.ring(count, isDirected ? neighbours : neighbours / 2)
      return try Self.rewired(ring, count, rewire, isDirected: isDirected, &chance)
    case .scaleFree(let links):
      return try Self.scaleFree(count, links, &chance)
    }
  }

  private static func ring(_ count: Int, _ forward: Int) -> [Edge] {
    guard forward > 0 else { return [] }
    return (0..<count).flatMap { person in
      (1...forward).map { Edge(person, (person + $0) % count) }
    }
  }

  private static func rewired(
    _ ring: [Edge], _ count: Int, _ probability: Double, isDirected: Bool, _ chance: inout Chance
  ) throws -> [Edge] {
    var others = [Set<Int32>](repeating: [], count: count)
    for edge in ring {
      others[Int(edge.from)].insert(edge.to)
      if !isDirected { others[Int(edge.to)].insert(edge.from) }
    }
    return try ring.map { edge in
      let from = Int(edge.from)
      // Who is related to everybody has nobody to turn to.
      guard try chance.happens(probability), others[from].count < count - 1 else { return edge }
      var to: Int
      repeat {
        to = try chance.number(below: count)
      } while to == from
        || others[from].contains(Int32(to))
      others[from].remove(edge.to)
      others[from].insert(Int32(to))
      if !isDirected {
        others[Int(edge.to)].remove(edge.from)
        others[to].insert(edge.from)
      }
      return Edge(from, to)
    }
  }

  private static func scaleFree(
    _ count: Int, _ links: Int, _ chance: inout Chance
  ) throws -> [Edge] {
    var edges: [Edge] = []
    // Each person stands in it as often as it has relations.
    var ends: [Int32] = []
    for person in 1..<max(count, 1) {
      var chosen: [Int32] = []
      if person <= links {
        chosen = (0..<person).map { Int32($0) }
      } else {
        while chosen.count < links {
          let other = ends[try chance.number(below: ends.count)]
          if !chosen.contains(other) { chosen.append(other) }
        }
      }
      for other in chosen {
        edges.append(Edge(person, Int(other)))
        ends += [Int32(person), other]
      }
    }
    return edges
  }
}

// MARK: - What must hold

extension Generator {
  /// Says what is wrong with it for so many people; nil when nothing is.
  ///
  /// - Parameter path: Where it stands in the configuration.
  func mistake(among count: Int, isDirected: Bool, at path: String) -> String? {
    switch self {
    case .ring(let neighbours), .smallWorld(let neighbours, _):
      if !isDirected, neighbours % 2 == 1 {
        return
          "'\(path).neighbours' is \(neighbours), but must be even: half of them are on either side."
      }
      return tooMany(neighbours, "neighbours", count, path)
    case .scaleFree(let links): return tooMany(links, "links", count, path)
    }
  }

  private func tooMany(_ number: Int, _ key: String, _ count: Int, _ path: String) -> String? {
    guard number >= count else { return nil }
    return
      "'\(path).\(key)' is \(number), but of \(count) people nobody can have more than \(max(count - 1, 0)). Lower it, or add people."
  }
}
