/// When the steps of a timeline are, where its runs move the clock differently and skip time.
///
/// A function of the study alone, so that a run which goes on after a stop has the same times.
struct StepTimes: Sendable {
  /// Steps that are equally far from each other.
  private struct Stretch: Sendable {
    let first: Int
    let clock: SimulatedClock

    func time(_ step: Int) -> Int64 { clock.time(ofStep: step - first + 1) }
  }

  private let clock: SimulatedClock
  private var stretches: [Stretch] = []
  /// How many steps there are in all.
  private(set) var total = 0
  /// For each number of entries done, how many steps they have.
  private var stepsBefore: [Int] = [0]
  /// For each number of entries done, how far time has been skipped since the last step.
  private var skippedSince: [[SimulatedClock.Step]] = [[]]

  init(_ clock: SimulatedClock, _ timeline: [TimelineEntry]) {
    self.clock = clock
    goOn(with: timeline)
  }

  /// Takes in what was added to the timeline at its end.
  mutating func goOn(with timeline: [TimelineEntry]) {
    for entry in timeline.dropFirst(stepsBefore.count - 1) {
      var skipped = skippedSince[skippedSince.count - 1]
      switch entry {
      case .skip(let distance): skipped.append(distance)
      case .run(let steps, let every):
        begin(every ?? clock.step, after: skipped)
        total += steps
        skipped = []
      default: break
      }
      stepsBefore.append(total)
      skippedSince.append(skipped)
    }
  }

  /// Begins a stretch with the next step, unless it goes on as before.
  private mutating func begin(
    _ distance: SimulatedClock.Step, after skipped: [SimulatedClock.Step]
  ) {
    guard let last = stretches.last else {
      let start = skipped.reduce(clock.start) { $1.after($0) }
      stretches = [Stretch(first: 1, clock: SimulatedClock(start: start, step: distance))]
      return
    }
    if skipped.isEmpty, last.clock.step == distance { return }
    let start = distance.after(skipped.reduce(last.time(total)) { $1.after($0) })
    stretches.append(
      Stretch(first: total + 1, clock: SimulatedClock(start: start, step: distance)))
  }

  /// The time of a step, counted from 1; before the first it is the first one's.
  func time(ofStep number: Int) -> Int64 {
    let stretch = stretches.last { $0.first <= number } ?? stretches.first
    return stretch?.time(number) ?? clock.start
  }

  /// The time when a step was the last one and so many entries are done.
  func time(ofStep number: Int, entriesDone count: Int) -> Int64 {
    guard number > 0, stepsBefore.indices.contains(count), number <= stepsBefore[count] else {
      return time(ofStep: number)
    }
    return skippedSince[count].reduce(time(ofStep: number)) { $1.after($0) }
  }

  /// The first step that is not before a time; nil when the time is not within the steps.
  func step(notBefore time: Int64) -> Int? {
    guard total > 0, time >= self.time(ofStep: 1), time <= self.time(ofStep: total) else {
      return nil
    }
    var (low, high) = (1, total)
    while low < high {
      let middle = (low + high) / 2
      if self.time(ofStep: middle) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SimulatedClock.Step {
  /// The time so far after another.
  fileprivate func after(_ time: Int64) -> Int64 {
    SimulatedClock(start: time, step: self).time(ofStep: 2)
  }
}
