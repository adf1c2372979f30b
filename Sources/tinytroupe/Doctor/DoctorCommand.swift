import ArgumentParser
import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// `tinytroupe plugin doctor PATH`: looks at a plugin, each thing in a process of its own.
struct DoctorCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Examines a plugin, each check in a process of its own.")

  @Argument(help: "The plugin's folder, or its plugin.yaml.") var path: String
  @Option(help: "The configuration with which components are made, as JSON.") var config = "{}"
  @Option(help: "How long a check may take, in seconds.") var timeout = 20
  @Option(help: "text for people, json for programs.") var format = Format.text
  @Option(
    parsing: .singleValue, help: ArgumentHelp("Only this check, as in C2.", valueName: "check"))
  var only: [String] = []

  func run() async throws {
    let manifest = try Self.manifest(path)
    let chosen = try only.map { name in
      guard let check = PluginCheck(rawValue: name.uppercased()) else {
        let names = PluginCheck.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(.usage, "No check is called '\(name)'. There are: \(names).")
      }
      return check
    }
    var results: [CheckResult] = []
    for check in PluginCheck.allCases where chosen.isEmpty || chosen.contains(check) {
      let result = await result(of: check, manifest, after: results)
      results.append(result)
      if format == .text { show(result) }
    }
    if format == .json { StandardOutput.write(json(manifest, results).text) }
    let bad = results.filter(\.verdict.isBad)
    guard bad.isEmpty else {
      throw CommandFailure(
        .unavailable,
        "\(bad.count) of \(results.count) checks found something: \(bad.map(\.check.rawValue).joined(separator: ", "))."
      )
    }
    if format == .text { StandardError.write("Nothing was found that speaks against this plugin.") }
  }

  static func manifest(_ path: String) throws -> String {
    let absolute = Process.absolute(path)
    let file = absolute.hasSuffix(".yaml") ? absolute : absolute + "/plugin.yaml"
    guard FileManager.default.fileExists(atPath: file) else {
      throw CommandFailure(
        .usage, "There is no \(file). Name the folder of a plugin, or its plugin.yaml.")
    }
    return file
  }

  private func result(
    of check: PluginCheck, _ manifest: String, after results: [CheckResult]
  ) async -> CheckResult {
    if let needed = results.first(where: { $0.check == check.needs }),
      needed.verdict.isBad || needed.isBlocked
        || (needed.check == .instance && needed.verdict == .skip)
    {
      return CheckResult(
        check: check, verdict: .skip, text: "It needs \(needed.check.rawValue).", isBlocked: true)
    }
    let child = ExaminingChild(
      check: check, manifest: manifest, config: config, seconds: max(timeout, 1))
    return await withCheckedContinuation { continuation in
      startThread(named: "tt-doctor") { continuation.resume(returning: child.result()) }
    }
  }

  private func show(_ result: CheckResult) {
    let verdict = result.verdict.rawValue.padding(
      toLength: 9, withPad: " ", startingAt: 0)
    StandardOutput.write("\(result.check.rawValue)  \(verdict) \(result.check.text)")
    for line in result.text.split(separator: "\n") {
      StandardOutput.write("              \(printable(String(line)))")
    }
  }

  private func json(_ manifest: String, _ results: [CheckResult]) -> JSON {
    [
      "manifest": .string(manifest),
      "checks": .array(
        results.map { result in
          [
            "check": .string(result.check.rawValue), "verdict": .string(result.verdict.rawValue),
            "text": .string(result.text), "about": .string(result.check.text),
          ]
        }),
    ]
  }
}

/// `tinytroupe plugin examine`: one check, for the doctor, who starts it.
struct ExamineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "examine", shouldDisplay: false)

  @Argument var check: String
  @Argument var manifest: String
  @Argument var config: String
  /// Where the result is written; standard output may be the plugin's.
  @Argument var verdict: String

  func run() async throws {
    guard let check = PluginCheck(rawValue: check), let config = try? JSON(parsing: config) else {
      throw CommandFailure(.usage, "--config must be JSON, as in {\"places\": 3}.")
    }
    let patient = Patient(manifestPath: manifest, config: config)
    let result = await Examination(check: check, patient: patient).result()
    let json: JSON = ["verdict": .string(result.verdict.rawValue), "text": .string(result.text)]
    try Data(json.bytes).write(to: URL(filePath: verdict), options: .atomic)
    Process.exit(0)
  }
}
