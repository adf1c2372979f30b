import Foundation
import TinyTroupe

/// Copies the results of a run to where `--export` says.
struct ResultsCopy: Sendable {
  /// The folder that gets the files.
  let target: String
  /// Whether files that are there already may be replaced.
  let overwrites: Bool

  /// Finds out before anything is paid for whether the copy will be possible.
  ///
  /// - Throws: That the folder cannot be made or written to, or that it has a file which would be replaced.
  func check(_ plan: SimulationPlan) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: target, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        .usage,
        "--export: the folder \(target) cannot be made: a file is in its way, or nothing may be written there. Nothing was run."
      )
    }
    guard FileManager.default.isWritableFile(atPath: target) else {
      throw CommandFailure(
        .usage, "--export: the folder \(target) cannot be written to. Nothing was run.")
    }
    let names = plan.resultNames.flatMap { [$0, ResultFiles.rehearsed($0)] }
    if let taken = firstTaken(names) {
      throw CommandFailure(
        .usage,
        "--export: \(target)/\(taken) exists. Add --force to replace it, or name another folder. Nothing was run."
      )
    }
  }

  /// Copies everything below `results/` of a run that is done, or nothing.
  ///
  /// - Returns: How many files there are.
  func copy(from run: String) throws -> Int {
    let results = run + "/results"
    let names = Self.files(below: results)
    if let taken = firstTaken(names) {
      throw CommandFailure(
        .usage,
        "--export: \(target)/\(taken) exists, so nothing was copied. The results are in \(results). To copy them: "
          + "tinytroupe run --resume \(run) --export \(target) --force")
    }
    do {
      for name in names {
        let path = "\(target)/\(name)"
        try FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(contentsOf: URL(filePath: "\(results)/\(name)"))
          .write(to: URL(filePath: path), options: .atomic)
      }
    } catch {
      throw CommandFailure(
        .usage,
        "--export: not everything could be copied to \(target) (\(Self.reason(error))). The results are in \(results)."
      )
    }
    return names.count
  }

  private func firstTaken(_ names: [String]) -> String? {
    overwrites ? nil : names.first { FileManager.default.fileExists(atPath: "\(target)/\($0)") }
  }

  private static func files(below folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.sorted().filter { name in
      var isFolder: ObjCBool = false
      // SAFETY: the function writes into the local variable and keeps no pointer.
      return unsafe FileManager.default.fileExists(
        atPath: "\(folder)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  private static func reason(_ error: any Error) -> String { error.localizedDescription }
}
