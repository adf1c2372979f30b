internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The few parts of a request that conditions look at.
///
/// The envelope carries the whole persona; finding a name in it is much cheaper than parsing it.
struct Inquiry {
  let purpose: String
  /// The person's name; nil when there is none, or when it was not to be read.
  private(set) var persona: String?
  /// The person's turn; nil when there is none, or when it was not to be read.
  private(set) var turn: Int?
  let messages: [UInt8]

  init(_ request: Request, readingPerson: Bool) throws(JSONError) {
    let envelope = request.bytes[...]
    messages = request.body
    purpose = try Self.parsed(JSON.slice(of: envelope, at: "purpose"))?.string ?? ""
    guard readingPerson, let about = try JSON.slice(of: envelope, at: "about") else { return }
    turn = try Self.parsed(JSON.slice(of: about, at: "turn"))?.integer
    if let person = try JSON.slice(of: about, at: "persona") { persona = try Self.name(person) }
  }

  /// What was asked, for messages: "'act' of Lisa Carter, turn 2".
  var inWords: String {
    "'\(purpose)'" + (persona.map { " of \($0)" } ?? "") + (turn.map { ", turn \($0)" } ?? "")
  }

  /// A caller may give the whole persona or the name alone.
  private static func name(_ person: ArraySlice<UInt8>) throws(JSONError) -> String? {
    let isText = person.first == UInt8(ascii: "\"")
    return try parsed(isText ? person : JSON.slice(of: person, at: "name"))?.string
  }

  private static func parsed(_ slice: ArraySlice<UInt8>?) throws(JSONError) -> JSON? {
    guard let slice else { return nil }
    return try JSON(parsing: slice)
  }
}
