import Foundation
import Testing
import TinyTroupeDigest
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("Verification of a run")
struct VerificationTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A run with two units, three calls, an input and a plugin.
  private func run() async throws -> RunFolder {
    try Data("library".utf8).write(to: URL(filePath: scratch.path + "/libx.so"))
    try Data("name: s".utf8).write(to: URL(filePath: scratch.path + "/study.yaml"))
    let input = RunInput(path: "study.yaml", bytes: Array("name: s".utf8))
    let manifest: JSON = [
      "folder": .string(scratch.path), "version": .string(Version.current),
      "inputs": [["path": "study.yaml", "sha256": .string(input.digest.description)]],
      "plugins": [
        [
          "id": "org.x", "library": .string(scratch.path + "/libx.so"),
          "sha256": .string(SHA256Digest(of: "library".utf8).description),
        ]
      ],
    ]
    let store = try await RunStore.create(
      in: scratch.runs, name: "v", startedAt: 1, manifest: manifest, inputs: [input])
    for number in 0..<3 {
      try await store.append(Sample.call("\(number)", body: Sample.messages(6 + number)))
    }
    for seq in [0, 3] {
      var unit = Sample.unit(from: seq)
      unit.results = []
      try await store.commit(unit)
    }
    try await store.finish(.finished, at: 9)
    await store.close()
    return store.folder
  }

  @Test("finds nothing in what the run wrote")
  func sound() async throws {
    let verification = try RunVerification(RunReader.open(try await run()))
    #expect(verification.damage.isEmpty && verification.changes.isEmpty)
    #expect(verification.counts.events == 6 && verification.counts.calls == 3)
    #expect(verification.counts.parts > 0)
  }

  @Test(
    "names what was changed in the record",
    arguments: [
      (
        "UPDATE events SET json = replace(json, 'Hola', 'Adios') WHERE seq = 1",
        "Events up to 2, of step 1, are not those that were committed."
      ),
      ("DELETE FROM units WHERE number = 2", "Events from 3 on belong to no unit."),
      ("UPDATE calls SET tokens_in = 1 WHERE path = '1'", "The call 1 is not as it was logged."),
      ("UPDATE calls SET outcome = '[]' WHERE path = '2'", "The call 2 is not as it was logged."),
      ("UPDATE blobs SET bytes = 'x' WHERE id = 1", "Part 1 of the requests' bodies was changed."),
      ("UPDATE inputs SET bytes = 'y'", "The run's copy of study.yaml is not what was read."),
      (
        "UPDATE meta SET value = 'z' WHERE key = 'trace_hash'",
        "The run's trace hash is not that of its last unit."
      ),
    ])
  func damaged(sql: String, sentence: String) async throws {
    let folder = try await run()
    try scratch.tamper(folder, sql)
    let verification = try RunVerification(RunReader.open(folder))
    #expect(verification.damage.contains(sentence), "\(verification.damage)")
  }

  @Test("names a request whose bytes are others")
  func request() async throws {
    let folder = try await run()
    try scratch.tamper(folder, "UPDATE calls SET envelope = '{}' WHERE path = '0'")
    let verification = try RunVerification(RunReader.open(folder))
    #expect(
      verification.damage == [
        "The call 0 cannot be read: the request of the call 0 was changed."
      ])
  }

  @Test("names what has changed around the record, which is no damage")
  func changed() async throws {
    let folder = try await run()
    try Data("other".utf8).write(to: URL(filePath: scratch.path + "/libx.so"))
    try FileManager.default.removeItem(atPath: scratch.path + "/study.yaml")
    let verification = try RunVerification(RunReader.open(folder))
    #expect(verification.damage.isEmpty)
    #expect(
      verification.changes == [
        "The file \(scratch.path)/study.yaml is no longer there.",
        "The plugin org.x (\(scratch.path)/libx.so) has changed since.",
      ])
  }
}
