import TinyTroupeJSON
import TinyTroupeYAML

/// Makes of a study with arms the study of one arm, where `experiment.arm` says which.
///
/// The choice is a setting like any other, so that one run of an experiment is resumed, replayed and repeated
/// by hand like any run. Replicates have the study's seed, the next one, and so on, in all arms the same.
struct ArmChoice {
  private(set) var diagnostics: [Diagnostic] = []

  mutating func applied(to root: YAMLNode) -> YAMLNode {
    guard let experiment = root["experiment"], let choice = experiment["arm"],
      let name = choice.string
    else { return root }
    let arms = experiment["arms"]?.members ?? []
    let arm = arms.first { $0.key == name }
    guard arm != nil || (arms.isEmpty && name == ExperimentPlan.onlyArm) else {
      diagnostics.append(.unknownArm(name, known: arms.map(\.key), choice.location))
      return root
    }
    var changed = root.without("experiment")
    for change in arm?.node.members ?? [] {
      do throws(DiagnosticList) {
        let setting = try Setting(change.key, at: change.keyLocation, value: change.node)
        changed = try setting.applied(to: changed)
      } catch {
        diagnostics += error.diagnostics
      }
    }
    return seeded(changed, experiment["replicate"]?.scalar?.integer ?? 1, at: choice.location)
  }

  private func seeded(_ root: YAMLNode, _ replicate: Int, at location: SourceLocation) -> YAMLNode {
    let seed = (root["seed"]?.scalar?.integer ?? 1) + replicate - 1
    return root.with("seed", YAMLNode(.scalar(.integer(Int64(seed))), at: location), at: location)
  }
}

extension YAMLNode {
  /// The mapping without a member.
  fileprivate func without(_ key: String) -> YAMLNode {
    YAMLNode(.mapping((members ?? []).filter { $0.key != key }), at: location)
  }

  /// The mapping with a member in place of the one that had its key.
  fileprivate func with(_ key: String, _ node: YAMLNode, at place: SourceLocation) -> YAMLNode {
    let member = YAMLMember(key: key, keyLocation: place, node: node)
    var changed = members ?? []
    if let index = changed.firstIndex(where: { $0.key == key }) {
      changed[index] = member
    } else {
      changed.append(member)
    }
    return YAMLNode(.mapping(changed), at: location)
  }
}

extension Diagnostic {
  static func unknownArm(
    _ name: String, known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    let list = known.isEmpty ? ExperimentPlan.onlyArm : known.joined(separator: ", ")
    return Diagnostic(
      "the experiment has no arm '\(name)'", at: location, hint: "there are: \(list)")
  }

  static func badArmPath(_ path: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(path)' is no path into the study", at: location, hint: "write it as agents.*.memory.use")
  }

  static func badArmName(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(name)' cannot be the name of an arm", at: location,
      hint: "letters, digits, '-' and '_' can, since folders are called by it")
  }

  static func armChangesNothing(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the arm '\(name)' changes nothing: the study says the same already", at: location,
      severity: .warning)
  }
}
