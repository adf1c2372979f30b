import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyStory

@Suite("Stories")
struct StoryTests {
  private func write(
    _ config: JSON = [:], texts: JSON = [], finish: String = "stop"
  ) async throws -> (result: JSON, prompt: String) {
    let prompts = Mutex<[JSON]>([])
    let host = FakeHost(services: [
      "tt.events/1": { _, _, _ in
        FakeAnswer([
          "events": [
            ["id": 4, "kind": "action", "type": "TALK", "content": "Look, a sail.", "agent": "Ana"]
          ]
        ])
      },
      "tt.llm/1": { _, _, body in
        prompts.withLock { $0.append((try? JSON(parsing: body)) ?? .null) }
        return FakeAnswer(["content": "Ana pointed.", "finish": .string(finish)])
      },
    ])
    let story = try host.create(TinyStory.self, config: config)
    let result = try await story.invoke(
      "write",
      [
        "title": "The quay", "task": "a morning", "everyone": true, "people": [["name": "Ana"]],
        "texts": texts,
      ]
    ).get()
    return (result, prompts.withLock { $0.last?[1]?["content"]?.string ?? "" })
  }

  @Test("C75: a story begins with its title, and is about what happened")
  func begin() async throws {
    let (result, prompt) = try await write(["requirements": "Short.", "plot_twist": true])
    #expect(result["content"] == "# The quay\n\nAna pointed.\n" && result["evidence"] == [4])
    #expect(prompt.contains("[4] Ana does TALK: Look, a sail."))
    #expect(prompt.contains("Begin the story. It is called: The quay\nIt is about: a morning\n"))
    #expect(prompt.contains("How it should be: Short.\nLet something happen that changes"))
  }

  @Test("C75: it goes on where another one ended, which it holds whole")
  func goOn() async throws {
    let earlier: JSON = [["name": "one.md", "content": "# The quay\n\nIt was early.\n"]]
    let (result, prompt) = try await write(texts: earlier)
    #expect(result["content"] == "# The quay\n\nIt was early.\n\nAna pointed.\n")
    #expect(prompt.contains("<story>\n# The quay\n\nIt was early.\n</story>\n\nGo on with it.\n"))
    #expect(!prompt.contains("Let something happen"))
  }

  @Test("a story that does not come to its end is none")
  func cut() async {
    await #expect {
      _ = try await write(finish: "length")
    } throws: {
      "\($0)".contains("The story 'The quay' did not come to its end (length)")
    }
  }
}
