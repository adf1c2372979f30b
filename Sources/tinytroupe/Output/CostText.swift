import TinyTroupe

extension Usage {
  /// What the calls cost, behind a comma: nothing where they cost nothing, and never 0 where nobody knows.
  var costInWords: String {
    switch cost {
    case nil: ", cost unknown"
    case .zero?: ""
    case let cost?: ", \(cost)"
    }
  }
}
