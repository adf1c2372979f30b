package import TinyTroupeJSON

/// The people that a run generated, as files: a persona file for each, and a table of how well they cover what was
/// asked for.
package struct PopulationFiles: Sendable {
  /// A file's name and content.
  package struct File: Sendable {
    /// The name, with the folder that tells generations apart.
    package let name: String
    /// The content.
    package let content: [UInt8]
  }

  /// The personas, in canonical order.
  package let personas: [JSONObject]
  /// How many people.
  package var people: Int { personas.count }
  /// The files.
  package let files: [File]
  /// True when no language model wrote them.
  package let isRehearsed: Bool
  /// The payloads of the events that tell of each generation.
  package let reports: [JSONObject]

  /// Makes the files.
  ///
  /// - Parameters:
  ///   - events: Events of a run, of which those of generation are taken.
  ///   - run: The run's name.
  ///   - manifest: The run's manifest: seed, backend and version.
  package init(_ events: [Event], run: String, manifest: JSON) {
    let people = events.compactMap(GeneratedPerson.init)
    reports = events.filter { $0.kind == .populationGenerated }.map(\.payload)
    personas = people.map(\.persona)
    isRehearsed = manifest["backend"] == "rehearsal"
    var names = ArtifactNames()
    var files: [File] = []
    for person in people {
      var provenance: JSONObject = [
        "run": .string(run), "seed": manifest["seed"] ?? .null,
        "backend": manifest["backend"] ?? .null,
        "version": .string("tinytroupe \(manifest["version"]?.string ?? Version.current)"),
      ]
      for member in person.origin { provenance[member.key] = member.value }
      let whole: JSON = [
        "type": "TinyPerson", "persona": .object(person.persona),
        "provenance": .object(provenance),
      ]
      let folder = Self.folder(person.generation)
      let name = names.unique("\(folder)/\(person.name.replacing("/", with: "-")).agent.json")
      files.append(File(name: name, content: Array((whole.indented + "\n").utf8)))
    }
    for report in reports {
      let folder = Self.folder((report["generation"]?.integer ?? 1) - 1)
      if let table = Self.table(report) {
        files.append(File(name: "\(folder)/coverage.csv", content: Array(table.utf8)))
      }
      files.append(
        File(
          name: "\(folder)/coverage.json",
          content: Array((JSON.object(report).indented + "\n").utf8)))
    }
    self.files = files
  }

  private static func folder(_ generation: Int) -> String {
    generation == 0 ? "people" : "people-\(generation + 1)"
  }

  private static let columns = [
    "attribute", "category", "share", "target", "quota", "got", "shortfall",
  ]

  private static func table(_ report: JSONObject) -> String? {
    guard let rows = report["coverage"]?.array else { return nil }
    return CSVTable(
      header: columns,
      rows: rows.map { row in columns.map { row[$0].map { $0.string ?? $0.text } ?? "" } }
    ).text
  }
}

extension RunReader {
  /// The people that the run generated, as files.
  package func population() throws(RunStoreError) -> PopulationFiles {
    let stored = try events(EventFilter(kinds: [.agentGenerated, .populationGenerated]))
    let manifest = try manifest()
    return PopulationFiles(
      stored.compactMap { try? $0.event() }, run: folder.name, manifest: manifest)
  }
}
