internal import TinyTroupeJSON

/// Reads a list of models.
enum ModelList {
  static func names(_ body: [UInt8], at place: FailurePlace) throws -> [String] {
    let json = try place.parsed(body)
    guard let models = json["data"]?.array else { throw place.lacks("data") }
    return models.compactMap { $0["id"]?.string }.sorted()
  }
}
