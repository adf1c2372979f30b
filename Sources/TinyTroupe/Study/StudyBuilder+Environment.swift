import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `environment`.
  mutating func readEnvironment(_ root: YAMLNode) -> EnvironmentPlan? {
    let node = root["environment"]
    let component = component(
      node, kind: "environment", at: "environment", keys: StudySchema.environmentKeys)
    let clock = clock(node?["clock"])
    guard let component else { return nil }
    let order = node?["order"]?.string.flatMap(EnvironmentPlan.Order.init)
    return EnvironmentPlan(component: component, clock: clock, order: order ?? .simultaneous)
  }

  private mutating func clock(_ node: YAMLNode?) -> SimulatedClock {
    let standard = SimulatedClock.standard
    var start = standard.start
    if let text = node?["start"], let written = text.string {
      if let time = CivilTime(written), time.isRepresentable {
        start = time.nanoseconds
      } else {
        findings.add(.badTime(written, text.location))
      }
    }
    var step = standard.step
    if let text = node?["step"], let written = text.string {
      if let distance = SimulatedClock.Step(written) {
        step = distance
      } else {
        findings.add(.badClockStep(written, text.location))
      }
    }
    return SimulatedClock(start: start, step: step)
  }
}

extension CivilTime {
  /// True when nanoseconds since 1970 hold the time, with room for a simulation behind it.
  var isRepresentable: Bool { (1700...2200).contains(year) }
}

extension SimulatedClock.Step {
  /// Reads a number and a unit: `30s`, `10m`, `1h`, `1d`, `1w`, `1mo` or `1y`; nil for anything else.
  init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), (1...100_000).contains(count) else { return nil }
    let seconds: Int64
    switch text.dropFirst(digits.count) {
    case "s": seconds = 1
    case "m": seconds = 60
    case "h": seconds = 3_600
    case "d": seconds = 86_400
    case "w": seconds = 604_800
    case "mo":
      self = .months(count)
      return
    case "y":
      self = .months(count * 12)
      return
    default: return nil
    }
    let distance = Int64(count) * seconds
    guard distance <= 100 * 366 * 86_400 else { return nil }
    self = .nanoseconds(distance * 1_000_000_000)
  }
}
