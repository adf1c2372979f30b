/// The members of a JSON object, in order, found by key.
///
/// Small objects are searched, larger ones have an index, so that a hostile document with many keys costs
/// no more than linear time.
public struct JSONObject: Sendable {
  /// One member.
  public typealias Member = (key: String, value: JSON)

  private static let indexThreshold = 16
  private var members: [Member] = []
  private var index: [String: Int] = [:]

  /// Makes an empty object.
  public init() {}

  /// Makes an object from members; a later twin of a key replaces the earlier one in its place.
  public init(_ members: some Sequence<(String, JSON)>) {
    for (key, value) in members { self[key] = value }
  }

  /// The keys, in order.
  public var keys: [String] { members.map(\.key) }

  /// The values, in the order of their keys.
  public var values: [JSON] { members.map(\.value) }

  /// Reads a member, replaces it in its place, appends it at the end, or removes it by nil.
  public subscript(key: String) -> JSON? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): remove(at: position)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    if members.count > Self.indexThreshold { return index[key] }
    return members.firstIndex { $0.key == key }
  }

  private mutating func append(_ key: String, _ value: JSON) {
    members.append((key, value))
    if members.count == Self.indexThreshold + 1 {
      rebuildIndex()
    } else if members.count > Self.indexThreshold {
      index[key] = members.count - 1
    }
  }

  private mutating func remove(at position: Int) {
    members.remove(at: position)
    rebuildIndex()
  }

  private mutating func rebuildIndex() {
    index = [:]
    guard members.count > Self.indexThreshold else { return }
    for (position, member) in members.enumerated() { index[member.key] = position }
  }
}

// MARK: - RandomAccessCollection

extension JSONObject: RandomAccessCollection {
  /// The position of the first member.
  public var startIndex: Int { 0 }
  /// The position after the last member.
  public var endIndex: Int { members.count }
  /// The member at a position.
  public subscript(position: Int) -> Member { members[position] }
}

// MARK: - Hashable

extension JSONObject: Hashable {
  /// True when both have the same members, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  /// Hashes the keys, since equality ignores their order.
  public func hash(into hasher: inout Hasher) {
    var keys = 0
    for member in members { keys ^= member.key.hashValue }
    hasher.combine(keys)
  }
}

// MARK: - ExpressibleByDictionaryLiteral

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object; a later twin of a key replaces the earlier one.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements)
  }
}
