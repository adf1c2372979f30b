import Foundation
import Glibc
import StubServer
import Testing
import TinyTroupeJSON

/// A disk without room: a small file system in memory, which takes the right to mount one.
@Suite("A full disk")
struct FullDiskTests {
  private func mounted(_ path: String) -> Bool {
    mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0
  }

  @Test("stops the run cleanly, and it is resumed once there is room", .timeLimit(.minutes(4)))
  func full() async throws {
    let long = String(repeating: "long words ", count: 3000)
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn.replacing("Good morning.", with: long) }))
    let study = ModelStudy.text(port: try server.start(), "attempts: 1")
    let stage = try Stage([
      "study.yaml": study.replacing("steps: 2", with: "steps: 12"), "small/.keep": "",
    ])
    let small = stage.path + "/small"
    guard mounted(small) else {
      print("skipped: nothing may be mounted here")
      return
    }
    defer { umount2(small, Int32(MNT_DETACH)) }
    let calm = try await stage.run("run", "study.yaml", "--format", "jsonl")
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl", "--runs", "small")
    #expect(ended.status == 75)
    #expect(ended.error.contains("The disk is full: "), "\(ended.error)")
    #expect(
      ended.error.contains(
        "What was committed is kept. Free some space, then: tinytroupe run --resume STAGE/small/model-TIME"
      ),
      "\(ended.error)")
    let finished = try ended.lines.filter { $0["event"] == "step-finished" }.count
    #expect(finished > 0)
    #expect(mount("tmpfs", small, "tmpfs", UInt(MS_REMOUNT), "size=64m") == 0)
    let resumed = try await stage.run(
      "run", "--resume", "latest", "--format", "jsonl", "--runs", "small")
    server.stop()
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try resumed.lines.last?["trace_hash"] == calm.lines.last?["trace_hash"])
  }
}
