import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// What a model server gets to see of a study's pictures.
@Suite("Pictures on their way to a server") struct PictureServerTests {
  /// Runs Anna and Bert for two steps before a picture; each has a model of its own.
  private func requests(images: Bool) async throws -> (sent: [StubRequest], stage: Stage) {
    let server = StubServer(
      StubBehaviour(
        recordsRequests: true,
        content: { request in
          String(decoding: request.body, as: UTF8.self).contains("Describe this picture")
            ? "A green bottle.\nIt says 4.99." : ModelStudy.turn
        }))
    let port = try server.start()
    func model(_ name: String, _ keys: String) -> String {
      "{use: openai, model: \(name), base_url: \"http://127.0.0.1:\(port)/v1\", \(keys)}"
    }
    let stage = try Stage([
      "bert.yaml": "name: Bert",
      "study.yaml": """
      name: pictures
      llm: \(model("seeing", "images: true"))
      llms: {plain: \(model("blind", "images: \(images)"))}
      agents: [{persona: anna.yaml}, {persona: bert.yaml, llm: plain}]
      timeline:
        - broadcast: {text: A new label., image: label.png}
        - run: {steps: 2}
      """,
    ])
    let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    try Data(bytes).write(to: URL(filePath: stage.path + "/label.png"))
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(ended.status == 0, "\(ended.error)")
    server.stop()
    return (server.requests, stage)
  }

  private func bodies(_ sent: [StubRequest], of model: String) -> [String] {
    sent.map { String(decoding: $0.body, as: UTF8.self) }.filter { $0.contains("\"\(model)\"") }
  }

  private static let part =
    #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoBAgM="}}"#

  @Test("a model that takes pictures gets them")
  func seen() async throws {
    let (sent, _) = try await requests(images: true)
    #expect(sent.count == 4)
    for model in ["seeing", "blind"] {
      #expect(bodies(sent, of: model).allSatisfy { $0.contains(Self.part) })
    }
  }

  @Test("for one that takes none they are described once, and replay needs neither")
  func described() async throws {
    let (sent, stage) = try await requests(images: false)
    let described = bodies(sent, of: "seeing").filter { $0.contains("Describe this picture") }
    #expect(described.count == 1 && described[0].contains(Self.part))
    let blind = bodies(sent, of: "blind")
    #expect(blind.count == 2)
    let words = #"{"type":"text","text":"label.png shows: A green bottle. It says 4.99."}"#
    #expect(blind.allSatisfy { $0.contains(words) && !$0.contains("base64") })
    try FileManager.default.removeItem(atPath: stage.path + "/label.png")
    let again = try await stage.run("run", "--replay", "runs/latest", "--format", "jsonl")
    #expect(again.status == 0, "\(again.error)")
  }
}
