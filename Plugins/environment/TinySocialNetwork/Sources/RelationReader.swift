internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// Turns what a study gives into relations between people, and refuses what cannot be meant.
struct RelationReader {
  let people: People
  /// Per person, the names that its persona lists.
  let related: JSONObject
  /// Reads a file that the study names.
  let read: (_ path: String) throws -> [UInt8]
  /// 64 uniform bits for each stream and index.
  let bits: (_ stream: UInt32, _ index: UInt64) throws -> UInt64

  /// The relations of a type.
  ///
  /// - Parameter stream: A number for the type, so that its chance is its own.
  func edges(_ plan: RelationPlan, stream: UInt32) throws -> [Edge] {
    switch plan.source {
    case .pairs(let pairs):
      return try pairs.enumerated().map { index, pair in
        try edge(pair[0], pair[1]) { failure("'\(plan.path).\(index)'", $0) }
      }
    case .adjacency(let lists):
      return try lists.sorted { $0.key < $1.key }.flatMap { name, others in
        try others.map { other in
          try edge(name, other) { failure("'\(plan.path).\(name)'", $0) }
        }
      }
    case .file(let path): return try edges(of: EdgeFile(path, try read(path)))
    case .personas: return listed
    case .generated(let generator):
      if let why = generator.mistake(
        among: people.count, isDirected: plan.isDirected, at: plan.path)
      {
        throw PluginFailure(
          .invalid, "\(people.world): \(why)", detail: ["path": .string(plan.path)])
      }
      var chance = Chance { [bits] in try bits(stream, $0) }
      return try generator.edges(among: people.count, isDirected: plan.isDirected, &chance)
    }
  }

  private func edges(of file: EdgeFile) throws -> [Edge] {
    try file.lines.map { line in
      guard let from = people.number(of: line.from.text) else {
        throw EdgeFile.failure(file.path, line.number, line.from.column, unknown(line.from.text))
      }
      guard let to = people.number(of: line.to.text) else {
        throw EdgeFile.failure(file.path, line.number, line.to.column, unknown(line.to.text))
      }
      guard from != to else {
        throw EdgeFile.failure(
          file.path, line.number, line.to.column, Self.selfRelation(line.to.text))
      }
      return Edge(from, to)
    }
  }

  /// Whom the personas list; people who are not in the study are of no concern.
  private var listed: [Edge] {
    related.flatMap { name, others -> [Edge] in
      guard let person = people.number(of: name) else { return [] }
      return (others.texts ?? []).compactMap(people.number).filter { $0 != person }
        .map { Edge(person, $0) }
    }
  }

  private func edge(
    _ from: String, _ to: String, _ failure: (_ why: String) -> PluginFailure
  ) throws -> Edge {
    guard let one = people.number(of: from) else { throw failure(unknown(from)) }
    guard let other = people.number(of: to) else { throw failure(unknown(to)) }
    guard one != other else { throw failure(Self.selfRelation(from)) }
    return Edge(one, other)
  }

  private func failure(_ place: String, _ why: String) -> PluginFailure {
    PluginFailure(.invalid, "\(people.world): \(place): \(why).")
  }

  private static func selfRelation(_ name: String) -> String {
    "'\(name)' is related to itself. Name two people, or leave it out"
  }

  /// Says that nobody has a name, and who may be meant: somebody who shares the first or the last word of it.
  private func unknown(_ name: String) -> String {
    let words = name.lowercased().split(separator: " ")
    let near = people.names.first { known in
      let others = known.lowercased().split(separator: " ")
      return others.first == words.first || others.last == words.last
    }
    let hint = near.map { ", but '\($0)' is here" } ?? ". Names are those of the study's agents"
    return "nobody here is called '\(name.prefix(60))'\(hint)"
  }
}
