import TinyTroupeYAML

// Every sentence about quotas that cannot be filled.

extension Diagnostic {
  static func nobody(_ location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      "this is a population of nobody", at: location, hint: "some amount must be above 0")
  }

  static func quotasMissCount(
    _ demography: Demography, _ margin: Margin, count: Int
  ) -> Diagnostic {
    let names = margin.attributes.map { demography.attributes[$0].name }
    return Diagnostic(
      "the quotas of '\(names.joined(separator: " * "))' add up to \(Int(margin.total)), not to \(count) people",
      at: margin.location, hint: "change 'count' or a quota, or write shares")
  }

  static func marginsDiffer(
    _ attribute: String, _ category: String, _ share: Double, _ location: SourceLocation?,
    _ first: Double, _ firstLocation: SourceLocation?
  ) -> Diagnostic {
    let place = firstLocation.map { " at \($0.file), line \($0.line)" } ?? ""
    return Diagnostic(
      "'\(attribute)' is '\(category)' for \(percent(share)) here, but for \(percent(first))\(place)",
      at: location, hint: "no people can have both shares; correct one of them")
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }

  static func impossibleQuota(
    _ margin: Margin, _ cell: Int, quota: Int, _ demography: Demography
  ) -> Diagnostic {
    let words = demography.inWords(margin.cells[cell].codes, of: margin)
    let source = demography.cells == nil ? "the joint margins allow" : "the microdata have"
    return Diagnostic(
      "\(quota) of the people should have \(words), but \(source) nobody like that",
      at: margin.cells[cell].location ?? margin.location,
      hint: "set its share to 0, or add such people")
  }

  static func tooManyCombinations(_ names: [String], _ demography: Demography) -> Diagnostic {
    Diagnostic(
      "\(names.joined(separator: ", ")) allow more than \(JointSupport.limit) combinations",
      at: demography.location, hint: "leave out a joint margin, or use microdata")
  }
}
