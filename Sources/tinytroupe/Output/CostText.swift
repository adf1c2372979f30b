import TinyTroupe

extension Usage {
  /// How many calls were paid for, and how many a cache answered.
  var callsInWords: String {
    let kept = keptCalls > 0 ? " and \(keptCalls) from the cache" : ""
    return "\(calls) \(calls == 1 ? "call" : "calls")\(kept)"
  }

  /// What the calls cost, behind a comma: nothing where they cost nothing, and never 0 where nobody knows.
  var costInWords: String {
    switch cost {
    case nil: ", cost unknown"
    case .zero?: ""
    case let cost?: ", \(cost)"
    }
  }
}
