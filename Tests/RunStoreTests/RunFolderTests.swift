import Foundation
import Testing

@testable import TinyTroupe

@Suite struct RunFolderTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func aRunIsForItsOwnerAlone() throws {
    let folder = try RunFolder.make(in: scratch.runs, name: "study", startedAt: 1_767_603_600)
    #expect(folder.path == scratch.runs + "/study-20260105-090000")
    #expect(try mode(folder.path) == 0o700)
    #expect(try mode(folder.results) == 0o700)
    #expect(try mode(folder.database) == 0o600)
    #expect(try mode(scratch.runs) == 0o700)
  }

  @Test func latestPointsAtTheNewestRun() throws {
    for second in 0..<2 {
      let folder = try RunFolder.make(in: scratch.runs, name: "study", startedAt: Int64(second))
      try RunFolder.pointLatest(at: folder)
    }
    let target = try FileManager.default.destinationOfSymbolicLink(
      atPath: scratch.runs + "/latest")
    #expect(target == "study-19700101-000001")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.runs).sorted()
        == ["latest", "study-19700101-000000", "study-19700101-000001"])
  }

  @Test func aNameThatIsTakenGetsANumber() throws {
    let names = try (0..<3).map { _ in
      try RunFolder.make(in: scratch.runs, name: "study", startedAt: 0).name
    }
    #expect(
      names == ["study-19700101-000000", "study-19700101-000000-2", "study-19700101-000000-3"])
  }

  @Test(
    "A study's name becomes a safe file name",
    arguments: [
      ("gazpacho", "gazpacho"), ("../../etc/passwd", "etc-passwd"), ("", "run"), ("...", "run"),
      ("a b/c\\d\u{0}e\n", "a-b-c-d-e"), ("Señor Gómez", "Señor-Gómez"), ("-rf", "rf"),
      (".hidden", "hidden"),
      (String(repeating: "é", count: 200), String(repeating: "é", count: 40)),
    ])
  func safeNames(name: String, safe: String) {
    #expect(RunFolder.safe(name) == safe)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let file = scratch.path + "/file"
    try Data().write(to: URL(filePath: file))
    let error = #expect(throws: RunStoreError.self) {
      try RunFolder.make(in: file + "/runs", name: "x", startedAt: 0)
    }
    #expect(
      error?.description
        == "\(file)/runs cannot be used: Not a directory. Check its permissions and the disk.")
  }

  @Test func aRunIsFoundByItsFolderItsNameOrLatest() async throws {
    let store = try await scratch.store()
    await store.close()
    for text in [store.folder.path, store.name, "latest"] {
      #expect(try RunFolder.find(text, in: scratch.runs).name == store.name)
    }
    let error = #expect(throws: RunStoreError.self) { try RunFolder.find("gone", in: scratch.runs) }
    #expect(
      error?.description
        == "There is no run at \(scratch.runs)/gone. `tinytroupe runs` lists those that there are.")
  }
}
