import Foundation
import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.exec/1`: programs that a manifest declares (`permissions.programs: [pdftotext]`).
///
/// A program gets its arguments as they are, no shell in between, the request's body as standard input, an
/// empty folder to work in, a bare environment, and limits of time, memory and output. What came of it is logged,
/// so that a replay or a resume runs nothing.
struct ExecService: Service {
  /// The programs that a plugin may run, by its id.
  let programs: [String: Set<String>]
  let calls: CallJournal

  private static let path = "/usr/local/bin:/usr/bin:/bin"
  private static let longestTime = 300_000

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "run" else {
      return .now(.failure(.unknownOperation("tt.exec", request.op)))
    }
    return .later { _ throws(PluginError) in try await self.run(request) }
  }

  private func run(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    guard let json = try? JSON(parsing: request.json), let program = json["program"]?.string else {
      throw PluginError(.invalid, "tt.exec run needs a 'program'.")
    }
    guard programs[request.pluginID]?.contains(program) == true else {
      throw PluginError(
        .unsupported,
        "The plugin \(request.pluginID) may not run '\(program)'; its manifest does not list it under permissions.programs."
      )
    }
    let arguments = (json["arguments"]?.array ?? []).compactMap(\.string)
    let time = min(max(json["timeout_ms"]?.integer ?? 60_000, 100), Self.longestTime)
    let input = request.body
    return try await calls.logged(request, as: .init(op: "exec.run")) {
      _ async throws(PluginError) in
      guard let file = Self.find(program) else {
        throw PluginError(
          .unavailable,
          "The program '\(program)' is not installed. Install it (Debian: apt-get install \(Self.package(of: program))), then run again.",
          detail: ["reason": "program"])
      }
      return try await OffPool.run { () throws(PluginError) in
        try ProgramRun(file: file, arguments: arguments, input: input, milliseconds: time).result()
      }
    }
  }

  private static func find(_ program: String) -> String? {
    guard !program.contains("/") else { return nil }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    // What comes with this program lies beside it.
    let folders = [FilePath.folder(of: own)] + path.split(separator: ":").map(String.init)
    return folders.map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The Debian package of a program, where it has another name.
  private static func package(of program: String) -> String {
    program.hasPrefix("pdf") ? "poppler-utils" : program
  }
}
