import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Pictures")
struct PictureTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("bottle".utf8)

  private func picture() throws -> Picture { try Picture(Self.png, name: "bottle.png") }

  private func run(
    _ replies: [JSON], steps: Int = 2, to: [String]? = nil
  ) async throws -> Record {
    let seen = StimulusEntry(
      to: to, form: "visual", content: "A new label.", picture: try picture())
    return try await troupe.run(
      troupe.plan(
        ["Ana", "Ben"], replies, timeline: [.stimulus(seen, step: nil), .run(steps: steps)]))
  }

  @Test("a picture is known by its first bytes, whatever its name")
  func formats() throws {
    #expect(throws: Picture.Mistake.unknownFormat) { try Picture(Array("GIF".utf8), name: "x.gif") }
    #expect(throws: Picture.Mistake.tooLarge(Picture.sizeLimit + 1)) {
      try Picture([UInt8](repeating: 0, count: Picture.sizeLimit + 1), name: "x.png")
    }
    #expect(throws: Picture.Mistake.badDataURI) { try Picture(address: "data:image/png;base64,%") }
    let data = "data:text/plain;base64," + Data(Self.png).base64EncodedString()
    #expect(try Picture(address: data)?.id == picture().id, "what it says it is does not count")
    #expect(try Picture(address: "https://a.test/b/label.png?x=1")?.name == "label.png")
    #expect(try Picture(address: "label.png") == nil)
  }

  @Test("a prompt names a picture in a part of its own, in all later prompts the same")
  func prompt() async throws {
    let record = try await run([])
    #expect(record.outcome.failure == nil)
    let id = try picture().id
    let calls = try record.calls.filter { $0.agent == "Ana" }
    #expect(calls.count == 2)
    for call in calls {
      let prompt = try record.prompt(call.path)
      #expect(prompt.contains("You see [bottle.png]: A new label."))
      #expect(
        prompt.contains(#"{"type":"image_url","image_url":{"url":"tinytroupe-image:\#(id)"}}"#))
    }
    let event = try #require(record.events(.stimulus).first)
    #expect(event.payload["image"]?["name"] == "bottle.png")
  }

  @Test("SHOW lets others see a picture that was shown, and tells who names none")
  func show() async throws {
    let record = try await run(
      [
        Troupe.line("Ana", turn: 1, ("SHOW", "Ben", "bottle.png Look!")),
        Troupe.line("Ana", turn: 2, ("SHOW", "", "cellar.png")),
      ], steps: 3, to: ["Ana"])
    let shown = try #require(record.events(.delivered).first)
    #expect(shown.payload["as"] == "VISUAL" && shown.payload["to"] == ["Ben"])
    #expect(shown.payload["image"]?["id"]?.string == (try picture().id))
    let bens = try record.calls.filter { $0.agent == "Ben" }.map { try record.prompt($0.path) }
    #expect(bens.map { $0.contains("bottle.png Look!") } == [false, true, true])
    #expect(bens[1].contains("tinytroupe-image:"))
    let told = record.events(.stimulus).compactMap { $0.payload["content"]?.string }
    #expect(told.contains("That names no picture. There are: bottle.png."))
  }

  @Test("a model that takes pictures gets them, another one words in their place")
  func filled() throws {
    let shelf = PictureShelf([try picture()])
    let id = try picture().id
    let part = #"{"type":"image_url","image_url":{"url":"tinytroupe-image:\#(id)"}}"#
    let quoted = JSON.string(part).text
    let messages = Array("[{\"content\":[\(part)]},{\"content\":\(quoted)}]".utf8)
    let seen = String(decoding: shelf.filled(messages, withPictures: true), as: UTF8.self)
    #expect(seen.contains(#"{"url":"data:image/png;base64,iVBOR"#))
    #expect(seen.hasSuffix("\(quoted)}]"), "what somebody says is never a picture")
    let told = String(decoding: shelf.filled(messages, withPictures: false), as: UTF8.self)
    #expect(told.contains(#"{"type":"text","text":"(bottle.png cannot be looked at.)"}"#))
    shelf.describe(id, as: "A green bottle.")
    let described = String(decoding: shelf.filled(messages, withPictures: false), as: UTF8.self)
    #expect(described.contains("bottle.png shows: A green bottle."))
    #expect(shelf.pictures(in: messages).count == 1)
    #expect(PictureShelf().filled(messages, withPictures: true) == messages)
  }
}
