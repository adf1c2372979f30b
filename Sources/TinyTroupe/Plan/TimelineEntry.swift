/// One entry of the timeline.
public enum TimelineEntry: Sendable, Equatable {
  /// Something reaches people; `step` pins it to a step, otherwise it waits for the next one.
  case stimulus(StimulusEntry, step: Int?)
  /// So many steps, each so far from the one before; nil for the clock's own distance.
  case run(steps: Int, every: SimulatedClock.Step? = nil)
  /// Time passes in which nobody does anything.
  case skip(SimulatedClock.Step)
  /// A name for the state after the step before.
  case checkpoint(String)
  /// A question, between steps.
  case ask(AskPlan)
  /// People come in who were not there, or not any more.
  case join([String])
  /// People go; they may join again.
  case leave([String])
}

extension [TimelineEntry] {
  /// How many steps the entries run in all.
  var steps: Int {
    reduce(0) { sum, entry in
      if case .run(let steps, _) = entry { sum + steps } else { sum }
    }
  }

  /// The names of those who are not there before the entries: whoever joins without having left.
  var latecomers: Set<String> {
    var (known, late): (Set<String>, Set<String>) = ([], [])
    for entry in self {
      switch entry {
      case .join(let names): late.formUnion(names.filter { known.insert($0).inserted })
      case .leave(let names): known.formUnion(names)
      default: break
      }
    }
    return late
  }

  /// The names of those who are not there when so many entries are done.
  func absent(after count: Int) -> Set<String> {
    prefix(count).reduce(into: latecomers) { absent, entry in
      switch entry {
      case .join(let names): absent.subtract(names)
      case .leave(let names): absent.formUnion(names)
      default: break
      }
    }
  }
}
