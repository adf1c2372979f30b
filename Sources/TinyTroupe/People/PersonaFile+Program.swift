import TinyTroupeJSON
import TinyTroupeYAML

extension PersonaFile {
  /// Reads a file for a program, which learns of mistakes by an error.
  init(reading file: String, as kind: Kind) throws(RunError) {
    let source: SourceText
    do throws(SourceFile.Unreadable) {
      source = try SourceFile.read(file)
    } catch {
      throw .preparation("Cannot read \(file): \(error.reason).")
    }
    do throws(DiagnosticList) {
      try self.init(source)
    } catch {
      throw .preparation("The persona file \(file) has mistakes:\n\(error)")
    }
    guard self.kind == kind else {
      throw .preparation("\(file) is \(self.kind.inWords), not \(kind.inWords).")
    }
  }
}

extension JSONObject {
  /// The same with a value at a path, mappings on the way made; nil where a single value or a list is in the way.
  func setting(_ value: JSON, at path: ArraySlice<String>) -> JSONObject? {
    guard let key = path.first else { return nil }
    var changed = self
    if path.count == 1 {
      changed[key] = value
      return changed
    }
    let inner: JSONObject
    switch self[key] ?? .null {
    case .null: inner = [:]
    case .object(let object): inner = object
    default: return nil
    }
    guard let set = inner.setting(value, at: path.dropFirst()) else { return nil }
    changed[key] = .object(set)
    return changed
  }

  /// The same with a relationship, in place of one to the same person.
  func relating(to name: String, as description: String) -> JSONObject {
    var relationships = self["relationships"]?.array ?? []
    relationships.removeAll { $0["name"]?.string == name }
    relationships.append(["name": .string(name), "description": .string(description)])
    var changed = self
    changed["relationships"] = .array(relationships)
    return changed
  }
}
