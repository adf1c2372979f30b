import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Checks the names of arms, and that each changes something.
  mutating func checkExperiment(_ root: YAMLNode) {
    for arm in root["experiment"]?["arms"]?.members ?? [] {
      let isSafe = arm.key.unicodeScalars.allSatisfy {
        $0 == "-" || $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
      }
      if !isSafe || arm.key.isEmpty || arm.key.utf8.count > 60 {
        findings.add(.badArmName(arm.key, arm.keyLocation))
      }
      let changes = arm.node.members ?? []
      let isIdle = changes.allSatisfy { root.at($0.key)?.json == $0.node.json }
      if !changes.isEmpty, isIdle { findings.add(.armChangesNothing(arm.key, arm.keyLocation)) }
    }
  }
}
