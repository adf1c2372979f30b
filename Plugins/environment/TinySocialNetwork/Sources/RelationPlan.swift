internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// How a study gives the relations of one type.
struct RelationPlan: Sendable, Hashable {
  /// Where they come from.
  enum Source: Sendable, Hashable {
    case pairs([[String]])
    /// Names, and to whom each is related.
    case adjacency([String: [String]])
    /// The path of a file with a relation a line.
    case file(String)
    case generated(Generator)
    /// Those whom the personas list under relationships.
    case personas
  }

  let type: String
  let isDirected: Bool
  let source: Source
  /// Where the relations stand in the configuration.
  let path: String

  private static let sources = [
    "pairs", "adjacency", "file", "ring", "small_world", "scale_free", "personas",
  ]

  /// Reads what stands under `relations.TYPE`: a list of pairs, or a mapping.
  init(_ type: String, _ json: JSON) throws {
    self.type = type
    let path = "relations.\(type)"
    if json.array != nil {
      // Follows lead somewhere, whatever their form.
      isDirected = type == Network.follows
      self.path = path
      source = .pairs(try Self.pairs(json, at: path))
      return
    }
    guard let members = json.object else {
      throw Self.wrong(path, "must be a list of pairs or a mapping, not \(json.kindInWords)")
    }
    isDirected = try Self.direction(type, json["directed"])
    let given = members.keys.filter { $0 != "directed" }
    if let stranger = given.first(where: { !Self.sources.contains($0) }) {
      throw Self.wrong(
        "\(path).\(stranger)",
        "is no way to give relations. There are: \(Self.sources.joined(separator: ", "))")
    }
    guard given.count == 1 else {
      throw Self.wrong(
        path,
        "must give its relations in one way, not \(given.count). There are: "
          + Self.sources.joined(separator: ", "))
    }
    self.path = "\(path).\(given[0])"
    source = try Self.source(given[0], members[given[0]] ?? .null, at: self.path)
  }

  private static func direction(_ type: String, _ json: JSON?) throws -> Bool {
    let usual = type == Network.follows
    guard let json else { return usual }
    guard let isDirected = json.bool else {
      throw wrong("relations.\(type).directed", "must be true or false, not \(json.kindInWords)")
    }
    if type == Network.follows, !isDirected {
      throw wrong(
        "relations.\(type).directed", "must be true: FOLLOW goes one way. Use another type")
    }
    if type == Network.contacts, isDirected {
      throw wrong(
        "relations.\(type).directed", "must be false: REACH_OUT goes both ways. Use another type")
    }
    return isDirected
  }

  private static func source(_ key: String, _ json: JSON, at path: String) throws -> Source {
    switch key {
    case "pairs": return .pairs(try pairs(json, at: path))
    case "adjacency":
      guard let members = json.object else {
        throw wrong(path, "must be a mapping of names to lists of names, not \(json.kindInWords)")
      }
      return .adjacency(try adjacency(members, at: path))
    case "file":
      guard let file = json.string, !file.isEmpty else {
        throw wrong(path, "must be a file's path, not \(json.kindInWords)")
      }
      return .file(file)
    case "personas":
      guard json == true else { throw wrong(path, "can only be true") }
      return .personas
    default: return .generated(try generator(key, json, at: path))
    }
  }

  private static func pairs(_ json: JSON, at path: String) throws -> [[String]] {
    guard let elements = json.array else {
      throw wrong(path, "must be a list of pairs, not \(json.kindInWords)")
    }
    return try elements.enumerated().map { index, element in
      guard let pair = element.texts, pair.count == 2 else {
        throw wrong("\(path).\(index)", "must be a pair of names, such as [Ana, Ben]")
      }
      return pair
    }
  }

  private static func adjacency(
    _ members: JSONObject, at path: String
  ) throws -> [String: [String]] {
    var lists: [String: [String]] = [:]
    for (name, json) in members {
      guard let names = json.texts else {
        throw wrong("\(path).\(name)", "must be a list of names, not \(json.kindInWords)")
      }
      lists[name] = names
    }
    return lists
  }

  private static func generator(_ key: String, _ json: JSON, at path: String) throws -> Generator {
    func number(_ name: String) throws -> Int {
      guard let number = json[name]?.integer, (1...1_000_000).contains(number) else {
        throw wrong("\(path).\(name)", "must be a whole number of at least 1")
      }
      return number
    }
    switch key {
    case "ring": return .ring(neighbours: try number("neighbours"))
    case "scale_free": return .scaleFree(links: try number("links"))
    default:
      guard let rewire = json["rewire"]?.double, (0...1).contains(rewire) else {
        throw wrong("\(path).rewire", "must be a number from 0 to 1")
      }
      return .smallWorld(neighbours: try number("neighbours"), rewire: rewire)
    }
  }

  private static func wrong(_ path: String, _ why: String) -> PluginFailure {
    PluginFailure(
      .invalid, "\(TinySocialNetwork.identity.name): '\(path)' \(why).",
      detail: ["path": .string(path)])
  }
}
