internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What `query recent` of the memory answered.
struct MemoryWindow: Sendable {
  let items: [HistoryItem]
  /// The number of the last item; nil without items.
  let lastID: Int?
  /// The number of the recent part's first item.
  let start: Int?
  /// How many items are left out after the prefix.
  let omitted: Int
  /// How many of the items belong to the prefix.
  let prefix: Int
  /// True when these are only the items that the caller did not have.
  let isPartial: Bool
  /// What older experience has been condensed to; nil when the answer does not say.
  let digest: String?

  init(_ json: JSON) throws {
    guard let list = json["items"]?.array else {
      throw PluginFailure(.internal, "The answer of 'tt.memory/1' lacks 'items'.")
    }
    items = try list.map(HistoryItem.init(memory:))
    lastID = list.last?["id"]?.integer
    start = json["start"]?.integer
    omitted = json["omitted"]?.integer ?? 0
    prefix = json["prefix"]?.integer ?? 0
    isPartial = json["partial"]?.bool ?? false
    digest = json["digest"]?.string
    guard list.isEmpty || lastID != nil, omitted >= 0, isPartial || (0...list.count) ~= prefix
    else {
      throw PluginFailure(
        .internal, "The answer of 'tt.memory/1' has numbers that do not fit its items.")
    }
  }
}
