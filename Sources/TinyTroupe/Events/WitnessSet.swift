/// Who perceived an event, by the numbers that people have in the run.
///
/// What everyone hears costs as much as what one person hears.
package enum WitnessSet: Sendable, Hashable {
  case nobody
  case everyone
  /// Everyone but one, most often the author.
  case everyoneBut(Int)
  /// Some people, in rising order.
  case these([Int])

  /// The people with these numbers.
  package init(_ agents: some Sequence<Int>) {
    let rising = Set(agents).sorted()
    self = rising.isEmpty ? .nobody : .these(rising)
  }

  /// Whether a person is among them.
  package func include(_ agent: Int) -> Bool {
    switch self {
    case .nobody: false
    case .everyone: true
    case .everyoneBut(let other): agent != other
    case .these(let agents):
      agents[agents.firstIndex(pastThose: { $0 < agent })...].first == agent
    }
  }

  /// Whether all of them are numbered below `count`.
  func isWithin(_ count: Int) -> Bool {
    switch self {
    case .nobody, .everyone: true
    case .everyoneBut(let agent): (0..<count).contains(agent)
    case .these(let agents): (agents.first ?? 0) >= 0 && (agents.last ?? 0) < count
    }
  }
}

// MARK: - Stored form

extension WitnessSet {
  /// The text in the database: nothing, `*`, `*-3`, or `1 4 9`.
  var stored: String? {
    switch self {
    case .nobody: nil
    case .everyone: "*"
    case .everyoneBut(let agent): "*-\(agent)"
    case .these(let agents): agents.map(String.init).joined(separator: " ")
    }
  }

  /// Reads the text of the database; nil when it is none of the forms.
  init?(stored: String?) {
    guard let stored else {
      self = .nobody
      return
    }
    if stored == "*" {
      self = .everyone
    } else if stored.hasPrefix("*-") {
      guard let agent = Int(stored.dropFirst(2)) else { return nil }
      self = .everyoneBut(agent)
    } else {
      let agents = stored.split(separator: " ").compactMap { Int($0) }
      guard agents.count == stored.split(separator: " ").count else { return nil }
      self.init(agents)
    }
  }
}
