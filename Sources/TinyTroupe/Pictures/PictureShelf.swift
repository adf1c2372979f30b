import Synchronization
import TinyTroupeJSON

/// The pictures of a run, by their ids.
///
/// Prompts and logs name a picture by its id, in a part of a fixed form; what it looks like is put in its place
/// when a call is sent.
final class PictureShelf: Sendable {
  private struct State {
    var pictures: [String: Picture] = [:]
    var descriptions: [String: String] = [:]
  }

  /// What stands before and behind the id in a message.
  ///
  /// No text can contain it: a quote within one is escaped.
  private static let opening = Array(
    #"{"type":"image_url","image_url":{"url":"tinytroupe-image:"#.utf8)
  private static let closing = Array(#""}}"#.utf8)
  private static let idLength = 64

  private let state = Mutex(State())

  init(_ pictures: [Picture] = []) {
    for picture in pictures { add(picture) }
  }

  func add(_ picture: Picture) {
    state.withLock { $0.pictures[picture.id] = picture }
  }

  subscript(id: String) -> Picture? { state.withLock { $0.pictures[id] } }

  func description(of id: String) -> String? { state.withLock { $0.descriptions[id] } }

  func describe(_ id: String, as text: String) {
    state.withLock { $0.descriptions[id] = text }
  }

  private var isEmpty: Bool { state.withLock { $0.pictures.isEmpty } }

  /// The pictures in messages, in order.
  func pictures(in messages: [UInt8]) -> [Picture] {
    guard !isEmpty else { return [] }
    return places(in: messages).compactMap { self[$0.id] }
  }

  /// The messages as a backend gets them: with pictures, or with words in their place.
  func filled(_ messages: [UInt8], withPictures: Bool) -> [UInt8] {
    guard !isEmpty else { return messages }
    var filled: [UInt8] = []
    var rest = 0
    for place in places(in: messages) {
      filled += messages[rest..<place.range.lowerBound]
      filled += part(place.id, withPictures: withPictures).bytes
      rest = place.range.upperBound
    }
    return filled + messages[rest...]
  }

  private func part(_ id: String, withPictures: Bool) -> JSON {
    guard let picture = self[id] else { return ["type": "text", "text": "(a picture)"] }
    if withPictures {
      return ["type": "image_url", "image_url": ["url": .string(picture.address)]]
    }
    let text = description(of: id).map { "\(picture.name) shows: \($0)" }
    return ["type": "text", "text": .string(text ?? "(\(picture.name) cannot be looked at.)")]
  }

  private func places(in messages: [UInt8]) -> [(id: String, range: Range<Int>)] {
    let (opening, closing, length) = (Self.opening, Self.closing, Self.idLength)
    var places: [(id: String, range: Range<Int>)] = []
    var start = 0
    while let found = messages[start...].firstIndex(of: opening[0]) {
      start = found + 1
      let idStart = found + opening.count
      let end = idStart + length + closing.count
      guard end <= messages.count, messages[found..<idStart].elementsEqual(opening),
        messages[(idStart + length)..<end].elementsEqual(closing)
      else { continue }
      let id = String(decoding: messages[idStart..<(idStart + length)], as: UTF8.self)
      places.append((id, found..<end))
      start = end
    }
    return places
  }
}
