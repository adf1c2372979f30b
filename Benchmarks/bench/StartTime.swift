import Foundation
import TinyTroupeJSON

/// How long it takes from the start of the program to the first step.
enum StartTime {
  static func run(folder: String, checkout: String) async throws {
    var times: [Double] = []
    for _ in 0..<5 { times.append(try once(folder, checkout)) }
    times.sort()
    Measurement.print(
      "start-to-first-step", ["ms": Measurement.rounded(times[2] * 1000), "target_ms": 150])
  }

  private static func once(_ folder: String, _ checkout: String) throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: folder + "/tinytroupe")
    process.arguments = [
      "run", checkout + "/config.yaml", "--format", "jsonl", "--runs",
      FileManager.default.temporaryDirectory.appending(path: "tinytroupe-bench").path,
    ]
    process.standardOutput = output
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    var seen: [UInt8] = []
    let mark = Array(#""event":"step-started""#.utf8)
    var first: Duration?
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first {
      seen.append(byte)
      if first == nil, byte == 0x2C, seen.suffix(mark.count + 1).starts(with: mark) {
        first = clock.now - start
      }
    }
    process.waitUntilExit()
    return (first ?? .seconds(999)) / .seconds(1)
  }
}
