public import TinyTroupeYAML

extension Demography {
  /// What makes it impossible to draw so many people, as far as margins alone can tell.
  public func mistakes(count: Int) -> [Diagnostic] {
    if attributes.isEmpty { return [.nobody(location)] }
    if let cells, cells.reduce(0, { $0 + $1.weight }) <= 0 { return [.nobody(location)] }
    var mistakes: [Diagnostic] = []
    for margin in margins {
      if margin.total <= 0 { mistakes.append(.nobody(margin.location)) }
      if margin.isAbsolute, Int(margin.total) != count {
        mistakes.append(.quotasMissCount(self, margin, count: count))
      }
    }
    return mistakes.isEmpty ? contradictions(count) : mistakes
  }

  /// Attributes whose shares differ from margin to margin.
  private func contradictions(_ count: Int) -> [Diagnostic] {
    attributes.indices.flatMap { attribute -> [Diagnostic] in
      let names = attributes[attribute].categories
      let tables = margins.filter { $0.attributes.contains(attribute) }
      guard let first = tables.first else { return [] }
      let shares = first.shares(of: attribute, categories: names.count)
      return tables.dropFirst().compactMap { margin in
        let others = margin.shares(of: attribute, categories: names.count)
        let tolerance = first.isAbsolute || margin.isAbsolute ? 0.5 / Double(count) : 0.005
        guard let place = shares.indices.first(where: { abs(shares[$0] - others[$0]) > tolerance })
        else { return nil }
        return .marginsDiffer(
          attributes[attribute].name, names[place], others[place], margin.location,
          shares[place], first.location)
      }
    }
  }
}
