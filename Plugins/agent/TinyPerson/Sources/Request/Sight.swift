internal import TinyTroupeJSON

/// A picture that the person sees, named by the host's id.
struct Sight: Sendable, Hashable {
  let id: String
  let name: String

  init?(_ json: JSON?) {
    guard let id = json?["id"]?.string else { return nil }
    self.id = id
    name = json?["name"]?.string ?? "picture"
  }

  /// The part of a message in whose place the host puts the picture.
  var part: JSON {
    ["type": "image_url", "image_url": ["url": .string("tinytroupe-image:\(id)")]]
  }
}
