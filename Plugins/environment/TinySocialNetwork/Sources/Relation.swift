/// Somebody who is related to somebody else, by their numbers.
struct Edge: Sendable, Hashable {
  let from: Int32
  let to: Int32

  init(_ from: Int, _ to: Int) {
    self.from = Int32(from)
    self.to = Int32(to)
  }
}

/// All relations of one type.
struct Relation: Sendable {
  let type: String
  let isDirected: Bool
  /// Whom each is related to; of a type without direction, either way.
  private(set) var outward: Adjacency
  /// Who is related to each; empty where there is no direction.
  private var inwardLists: Adjacency

  init(_ type: String, isDirected: Bool, _ edges: [Edge], among count: Int) {
    self.type = type
    self.isDirected = isDirected
    var outward = [[Int32]](repeating: [], count: count)
    var inward = [[Int32]](repeating: [], count: isDirected ? count : 0)
    for edge in edges {
      outward[Int(edge.from)].append(edge.to)
      if isDirected {
        inward[Int(edge.to)].append(edge.from)
      } else {
        outward[Int(edge.to)].append(edge.from)
      }
    }
    self.outward = Adjacency(sorting: outward)
    inwardLists = Adjacency(sorting: inward)
  }

  /// Who is related to each.
  var inward: Adjacency { isDirected ? inwardLists : outward }

  /// Whether somebody is related to another; of a type without direction, whether they are to each other.
  func contains(_ person: Int, _ other: Int) -> Bool { outward.contains(other, in: person) }

  /// Adds a relation; false when it is there already.
  mutating func insert(_ person: Int, _ other: Int) -> Bool {
    guard outward.insert(other, in: person) else { return false }
    return isDirected ? inwardLists.insert(person, in: other) : outward.insert(person, in: other)
  }

  /// Removes a relation; false when it is not there.
  mutating func remove(_ person: Int, _ other: Int) -> Bool {
    guard outward.remove(other, from: person) else { return false }
    return isDirected
      ? inwardLists.remove(person, from: other) : outward.remove(person, from: other)
  }

  /// Those whom a rule that follows the relation in a direction comes to, in ascending order.
  func neighbours(of person: Int, _ direction: ReachRule.Direction) -> [Int32] {
    guard isDirected else { return outward[person] }
    switch direction {
    case .out: return outward[person]
    case .in: return inwardLists[person]
    case .either: return merged(outward[person], inwardLists[person])
    case .both:
      return outward[person].filter { inwardLists.contains(Int($0), in: person) }
    }
  }

  /// Whether a rule that follows the relation in a direction comes from one to the other.
  func leads(from person: Int, to other: Int, _ direction: ReachRule.Direction) -> Bool {
    switch direction {
    case .out: contains(person, other)
    case .in: contains(other, person)
    case .either: contains(person, other) || contains(other, person)
    case .both: contains(person, other) && contains(other, person)
    }
  }
}

/// Two sorted lists as one, each number once.
func merged(_ one: [Int32], _ other: [Int32]) -> [Int32] {
  if one.isEmpty { return other }
  if other.isEmpty { return one }
  var result: [Int32] = []
  result.reserveCapacity(one.count + other.count)
  var (left, right) = (0, 0)
  while left < one.count || right < other.count {
    if right == other.count || left < one.count && one[left] < other[right] {
      result.append(one[left])
      left += 1
    } else {
      if left < one.count, one[left] == other[right] { left += 1 }
      result.append(other[right])
      right += 1
    }
  }
  return result
}
