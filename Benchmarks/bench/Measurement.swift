import Glibc
import TinyTroupeJSON

/// Clocks of the process, and the JSON line that a figure is printed as.
enum Measurement {
  /// Seconds of CPU that this process has used, in user and system mode.
  static var cpuSeconds: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most memory that this process has held, in MiB.
  static var peakMemory: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  /// Seconds that `body` took on the wall clock and on the CPU.
  static func time(_ body: () async throws -> Void) async rethrows -> (wall: Double, cpu: Double) {
    let clock = ContinuousClock()
    let cpu = cpuSeconds
    let start = clock.now
    try await body()
    let wall = (clock.now - start) / .seconds(1)
    return (wall, cpuSeconds - cpu)
  }

  /// Prints a figure as one JSON line.
  static func print(_ name: String, _ figures: JSONObject) {
    var line: JSONObject = ["bench": .string(name)]
    for figure in figures { line[figure.key] = figure.value }
    Swift.print(JSON.object(line).text)
  }

  /// A figure with three decimals.
  static func rounded(_ value: Double) -> JSON { .number((value * 1000).rounded() / 1000) }
}
