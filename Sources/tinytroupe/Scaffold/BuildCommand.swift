import ArgumentParser
import Foundation
import TinyTroupeKernel

/// `tinytroupe plugin build FOLDER`: builds a plugin with its own Makefile and this program's SDK.
struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Builds the library of a plugin, beside its manifest.")

  @Argument(help: "The plugin's folder.") var path = "."
  @Option(help: "The folder plugin-sdk, where it is not found by itself.") var sdk: String?

  func run() async throws {
    let manifest = try DoctorCommand.manifest(path)
    let folder = (manifest as NSString).deletingLastPathComponent
    guard FileManager.default.fileExists(atPath: folder + "/Makefile") else {
      throw CommandFailure(
        .usage, "There is no \(folder)/Makefile that says how the plugin is built.")
    }
    let arguments = ["make", "-C", folder, "--no-print-directory", "SDK=\(try kit())"]
    let status = try await withCheckedThrowingContinuation { continuation in
      startThread(named: "tt-build") {
        continuation.resume(with: Result { try Self.make(arguments) })
      }
    }
    guard status == 0 else {
      throw CommandFailure(.unavailable, "The plugin could not be built; see above.")
    }
    StandardError.write("Built. Next: tinytroupe plugin doctor \(folder)")
  }

  private static func make(_ arguments: [String]) throws -> Int32 {
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The SDK: as the user says, as the environment says, or the one of the checkout that this program is from.
  private func kit() throws -> String {
    let program = URL(filePath: Process.executable)
    let checkouts = (1...6).map { count in
      (0..<count).reduce(program) { url, _ in url.deletingLastPathComponent() }.path + "/plugin-sdk"
    }
    let candidates =
      [sdk.map { Process.absolute($0) }, Process.environment["TINYTROUPE_SDK"]].compactMap { $0 }
      + checkouts
    let found = candidates.first {
      FileManager.default.fileExists(atPath: $0 + "/include/tinytroupe/plugin.h")
    }
    guard let found else {
      throw CommandFailure(
        .usage, "The folder plugin-sdk was not found. Say where it is: --sdk FOLDER")
    }
    return found
  }
}
