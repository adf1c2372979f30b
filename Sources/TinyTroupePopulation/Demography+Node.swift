public import TinyTroupeYAML

extension Demography {
  /// Reads margins that stand in JSON or YAML.
  ///
  /// Either attributes with their values (`{gender: {female: 51, male: 49}}`), or the keys `shares`, `quotas` (the
  /// same with numbers of people) and `joint`: a list of `{attributes: [age, gender], cells: [{age: 18-29, gender:
  /// female, share: 10}]}`.
  ///
  /// - Throws: Everything that is wrong with it, with places.
  public init(_ node: YAMLNode) throws(DiagnosticList) {
    self.init(at: node.location)
    guard let members = node.members else { throw DiagnosticList([.demographyIsNoMapping(node)]) }
    let sections = ["shares", "quotas", "joint"]
    let isBare = !members.contains { sections.contains($0.key) }
    var builder = NodeReader(MarginsBuilder(self))
    if isBare {
      builder.readSingles(node, isAbsolute: false)
    } else {
      for member in members {
        switch member.key {
        case "shares": builder.readSingles(member.node, isAbsolute: false)
        case "quotas": builder.readSingles(member.node, isAbsolute: true)
        case "joint": builder.readJoints(member.node)
        default:
          builder.mistakes.append(.unknownSection(member.key, sections, member.keyLocation))
        }
      }
    }
    let mistakes = builder.mistakes + builder.builder.mistakes
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
    self = builder.builder.demography
    if attributes.isEmpty { throw DiagnosticList([.nobody(location)]) }
  }

  /// The same margins, with microdata that say what goes together.
  ///
  /// - Throws: Attributes or values of the margins that the microdata lack.
  public func with(microdata: Demography) throws(DiagnosticList) -> Demography {
    var joined = microdata
    var mistakes: [Diagnostic] = []
    for margin in margins {
      var attributes: [Int] = []
      for attribute in margin.attributes {
        let name = self.attributes[attribute].name
        guard let known = microdata.attributes.firstIndex(where: { $0.name == name }) else {
          mistakes.append(.noSuchColumn(name, microdata, margin.location))
          continue
        }
        attributes.append(known)
      }
      guard attributes.count == margin.attributes.count else { continue }
      let cells = margin.cells.map { cell in
        let codes = zip(margin.attributes, zip(attributes, cell.codes)).map { own, place in
          joined.category(self.attributes[own].categories[place.1], of: place.0)
        }
        return Margin.Cell(codes: codes, amount: cell.amount, location: cell.location)
      }
      joined.margins.append(
        Margin(
          attributes: attributes, cells: cells, isAbsolute: margin.isAbsolute,
          location: margin.location))
    }
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
    return joined
  }
}

/// Reads the parts of a demography in JSON or YAML.
private struct NodeReader {
  var builder: MarginsBuilder
  var mistakes: [Diagnostic] = []

  init(_ builder: MarginsBuilder) { self.builder = builder }

  mutating func readSingles(_ node: YAMLNode, isAbsolute: Bool) {
    guard let attributes = node.members else {
      mistakes.append(.demographyIsNoMapping(node))
      return
    }
    for attribute in attributes {
      guard let categories = attribute.node.members else {
        mistakes.append(.attributeIsNoMapping(attribute.key, attribute.node))
        continue
      }
      if categories.isEmpty { mistakes.append(.nobody(attribute.node.location)) }
      for category in categories {
        builder.add(
          [attribute.key], [category.key], category.node.text ?? category.node.kindInWords,
          isAbsolute: isAbsolute,
          places: (attribute.keyLocation, category.keyLocation, category.node.location))
      }
    }
  }

  mutating func readJoints(_ node: YAMLNode) {
    for joint in node.elements ?? [] {
      let names = (joint["attributes"]?.elements ?? []).compactMap(\.string)
      guard names.count > 1, let cells = joint["cells"]?.elements else {
        mistakes.append(.badJoint(joint.location))
        continue
      }
      for cell in cells {
        let parts = names.map { cell[$0]?.text }
        let amount = cell["share"] ?? cell["quota"]
        guard let amount, !parts.contains(where: { $0 == nil }) else {
          mistakes.append(.badJointCell(names, cell.location))
          continue
        }
        builder.add(
          names, parts.compactMap { $0 }, amount.text ?? amount.kindInWords,
          isAbsolute: cell["quota"] != nil,
          places: (joint.location, cell.location, amount.location))
      }
    }
    if node.elements == nil { mistakes.append(.badJoint(node.location)) }
  }
}
