import Foundation
import Testing
import TinyTroupeYAML

@testable import TinyTroupeKernel

/// What is said of a `plugin.yaml` that is wrong.
@Suite struct ManifestMistakeTests {
  private static let good = """
    id: org.example.weather
    version: 1.2.0
    abi: {major: 1, minor: 0}
    library: libWeather.so
    provides:
      - {kind: tool, name: weather, text: Tells the weather.}
    requires: {services: [tt.http/1]}
    """

  private func complaints(_ yaml: String) throws -> String {
    let folder = try emptyFolder()
    try Data(yaml.utf8).write(to: URL(filePath: folder + "/plugin.yaml"))
    let error = #expect(throws: DiagnosticList.self) {
      try Manifest(readingFile: folder + "/plugin.yaml", libraryFolder: "/nowhere")
    }
    return error?.description.replacing(folder + "/", with: "") ?? ""
  }

  @Test(
    "A mistake is told with its place and the next step",
    arguments: [
      (
        "library: lib", "libary: lib",
        """
        plugin.yaml:4:1: error: 'libary' is no key of a manifest (did you mean 'library'?)
        plugin.yaml:1:1: error: 'library' is missing
        """
      ),
      (
        "text: Tells", "txt: Tells",
        "plugin.yaml:6:33: error: 'txt' is no key of a provided component (did you mean 'text'?)"
      ),
      (
        "tt.http/1", "tt.htp/1",
        "plugin.yaml:7:23: error: service 'tt.htp/1' is unknown (did you mean 'tt.http/1'?)"
      ),
      (
        "org.example.weather", "Weather",
        "plugin.yaml:1:5: error: 'Weather' is no plugin id (write it as a reverse domain: org.example.weather)"
      ),
      (
        "libWeather.so", "lib/libWeather.so",
        "plugin.yaml:4:10: error: 'library' must be a file name, without a folder"
      ),
      (
        "text: Tells", "persona: [age], text: Tells",
        "plugin.yaml:6:42: error: only an environment is given parts of personas"
      ),
      ("major: 1", "major: 2", "plugin.yaml:3:14: error: this kernel loads ABI 1, not 2"),
      ("version: 1.2.0\n", "", "plugin.yaml:1:1: error: 'version' is missing"),
      (
        "version: 1.2.0", "version: 2",
        "plugin.yaml:2:10: error: 'version' must be a text, found a whole number"
      ),
      (
        "kind: tool, ", "",
        """
        plugin.yaml:6:5: error: 'kind' is missing
        plugin.yaml:6:3: error: 'provides' lists no component
        """
      ),
      (
        "text: Tells", "concurrency: often, text: Tells",
        "plugin.yaml:6:46: error: 'often' is no concurrency (serial, parallel or process)"
      ),
      (
        "text: Tells", "config: ../secret.json, text: Tells",
        "plugin.yaml:6:41: error: cannot read the schema '../secret.json' (name a file beside plugin.yaml)"
      ),
    ])
  func mistakes(part: String, wrong: String, complaint: String) throws {
    #expect(Self.good.contains(part))
    #expect(try complaints(Self.good.replacing(part, with: wrong)) == complaint)
  }

  @Test func allMistakesOfAManifestAreToldAtOnce() throws {
    #expect(
      try complaints("id: Weather\nlibrary: ../x.so\nprovides: []\nwants: 1\n") == """
        plugin.yaml:4:1: error: 'wants' is no key of a manifest
        plugin.yaml:1:5: error: 'Weather' is no plugin id (write it as a reverse domain: org.example.weather)
        plugin.yaml:1:1: error: 'version' is missing
        plugin.yaml:2:10: error: 'library' must be a file name, without a folder
        plugin.yaml:3:11: error: 'provides' lists no component
        """)
  }

  @Test func aManifestThatIsNotThereSaysSo() throws {
    let error = #expect(throws: DiagnosticList.self) {
      try Manifest(readingFile: "/nowhere/plugin.yaml", libraryFolder: "/nowhere")
    }
    #expect(error?.description == "error: cannot read the manifest '/nowhere/plugin.yaml'")
  }

  @Test func aLibraryIsLookedForBesideTheManifestAndThenBesideTheExecutable() throws {
    let (folder, other) = (try emptyFolder(), try emptyFolder())
    try Data(Self.good.utf8).write(to: URL(filePath: folder + "/plugin.yaml"))
    func library() throws -> String {
      try Manifest(readingFile: folder + "/plugin.yaml", libraryFolder: other).library
    }
    #expect(try library() == folder + "/libWeather.so")
    try Data().write(to: URL(filePath: other + "/libWeather.so"))
    #expect(try library() == other + "/libWeather.so")
    try Data().write(to: URL(filePath: folder + "/libWeather.so"))
    #expect(try library() == folder + "/libWeather.so")
  }
}
