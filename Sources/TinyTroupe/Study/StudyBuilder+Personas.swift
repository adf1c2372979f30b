import TinyTroupeJSON
import TinyTroupeYAML

/// A person with a name and a persona, fragments and overrides applied.
struct NamedPersona {
  let name: String
  let persona: JSONObject
  let location: SourceLocation
}

extension StudyBuilder {
  /// Merges a persona with its fragments and what the study overrides, and names it.
  mutating func named(
    _ file: PersonaFile, at location: SourceLocation, _ fragments: [PersonaFile], _ node: YAMLNode
  ) -> NamedPersona? {
    let overrides = node["with"]?.json.object ?? [:]
    var persona = file.persona
    var sources = [file]
    for fragment in fragments {
      let merged = PersonaMerge.merge(persona, fragment.persona)
      persona = merged.persona
      for conflict in merged.conflicts where !overrides.decides(conflict.path) {
        report(conflict, fragment, against: sources)
      }
      sources.append(fragment)
    }
    persona = PersonaMerge.override(persona, with: overrides)
    if let name = node["as"]?.string { persona["name"] = .string(name) }
    guard let name = persona["name"]?.string, !name.isEmpty else {
      findings.add(.personHasNoName(file.node.location))
      return nil
    }
    return NamedPersona(name: name, persona: persona, location: location)
  }

  private mutating func report(
    _ conflict: PersonaMerge.Conflict, _ fragment: PersonaFile, against sources: [PersonaFile]
  ) {
    let present = sources.lazy.compactMap { $0.node.value(at: conflict.path)?.location }.first
    let place = fragment.node.value(at: conflict.path)?.location ?? fragment.node.location
    findings.add(.conflict(conflict, at: place, in: fragment.file, against: present))
  }
}

extension YAMLNode {
  /// The value at a path that holds something; keys may contain dots.
  fileprivate func value(at path: [String]) -> YAMLNode? {
    var node = self
    for key in path {
      guard let next = node[key], next.scalar != .null else { return nil }
      node = next
    }
    return node
  }
}

extension JSONObject {
  /// True when the value at this path is set here, or one that it is part of.
  fileprivate func decides(_ path: [String]) -> Bool {
    var object = self
    for key in path {
      guard let value = object[key] else { return false }
      guard let next = value.object else { return true }
      object = next
    }
    return true
  }
}
