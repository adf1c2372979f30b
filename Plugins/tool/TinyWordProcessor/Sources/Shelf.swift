internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The documents that a person has written, by file name without its ending: the tool's `state`.
struct Shelf: Sendable {
  /// More would not fit into a state.
  static let capacity = 400

  private var names: [String] = []

  init() {}

  init(state: JSON) {
    names = (state["documents"]?.array ?? []).compactMap(\.string)
  }

  var state: JSON { ["documents": .array(names.map(JSON.string))] }

  /// Finds a title that is still free and remembers it.
  mutating func add(title: String, author: String) throws -> Document.Name {
    guard names.count < Self.capacity else {
      throw PluginFailure(
        .exhausted, "You have written \(Self.capacity) documents, and no more can be kept.")
    }
    var number = 1
    var name = Document.Name(title: title, author: author, number: number)
    while names.contains(name.stem) {
      number += 1
      name = Document.Name(title: title, author: author, number: number)
    }
    names.append(name.stem)
    return name
  }
}
