import Glibc
import TinyTroupeJSON
public import TinyTroupeYAML

extension Manifest {
  /// Reads and checks a `plugin.yaml`.
  ///
  /// It reads files: not for the cooperative pool.
  ///
  /// - Parameters:
  ///   - path: The absolute path of the manifest.
  ///   - libraryFolder: Where the library may lie when it is not beside the manifest.
  /// - Throws: Every mistake in the manifest, with its place.
  public init(readingFile path: String, libraryFolder: String) throws(DiagnosticList) {
    guard let bytes = readFile(path) else {
      throw DiagnosticList([Diagnostic("cannot read the manifest '\(path)'")])
    }
    let node = try YAMLReader.read(bytes, file: path)
    var reader = ManifestReader(file: path)
    let manifest = reader.manifest(node, libraryFolder: libraryFolder)
    guard reader.diagnostics.isEmpty, let manifest else { throw DiagnosticList(reader.diagnostics) }
    self = manifest
  }
}

/// Collects all mistakes of a manifest while reading it.
private struct ManifestReader {
  let file: String
  var diagnostics: [Diagnostic] = []

  private static let topKeys = [
    "id", "version", "abi", "library", "language", "provides", "requires", "optional",
    "permissions", "limits", "isolation",
  ]
  private static let providedKeys = [
    "kind", "name", "contract", "config", "concurrency", "cost", "determinism", "default", "auto",
    "images", "persona", "text",
  ]

  init(file: String) {
    self.file = file
  }

  mutating func manifest(_ node: YAMLNode, libraryFolder: String) -> Manifest? {
    checkKeys(node, Self.topKeys, of: "a manifest")
    let id = text(node, "id")
    if let id, !Self.isReverseDomain(id) {
      complain(
        "'\(id)' is no plugin id", node["id"],
        hint: "write it as a reverse domain: org.example.weather")
    }
    let version = text(node, "version")
    let library = text(node, "library")
    if let library, library.contains("/") || library.hasPrefix(".") {
      complain("'library' must be a file name, without a folder", node["library"])
    }
    checkABI(node["abi"])
    let provides = (node["provides"]?.elements ?? []).compactMap { provided($0) }
    if provides.isEmpty {
      complain("'provides' lists no component", node["provides"] ?? node)
    }
    let services = self.services(node)
    guard let id, let version, let library else { return nil }
    return Manifest(
      path: file, id: id, version: version, library: locate(library, libraryFolder),
      runtime: node.at("language.runtime")?.string ?? "none",
      language: node.at("language.name")?.string ?? "c", provides: provides, services: services,
      network: texts(node.at("permissions.network")), files: files(node.at("permissions.files")),
      programs: programs(node.at("permissions.programs")),
      secrets: secrets(node.at("permissions.secrets")))
  }

  private func locate(_ library: String, _ libraryFolder: String) -> String {
    let beside = "\(folderOf(file))/\(library)"
    if access(beside, R_OK) == 0 { return beside }
    let other = "\(libraryFolder)/\(library)"
    return access(other, R_OK) == 0 ? other : beside
  }

  private static func isReverseDomain(_ id: String) -> Bool {
    let parts = id.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count >= 2
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
          }
      }
  }

  private mutating func checkABI(_ node: YAMLNode?) {
    guard let node else { return }
    if let major = node["major"]?.scalar?.integer, major != 1 {
      complain("this kernel loads ABI 1, not \(major)", node["major"])
    }
  }

  private mutating func provided(_ node: YAMLNode) -> Manifest.Provided? {
    checkKeys(node, Self.providedKeys, of: "a provided component")
    guard let kind = text(node, "kind"), let name = text(node, "name") else { return nil }
    let concurrency = node["concurrency"]?.string ?? "serial"
    if !["serial", "parallel", "process"].contains(concurrency) {
      complain(
        "'\(concurrency)' is no concurrency", node["concurrency"],
        hint: "serial, parallel or process")
    }
    let auto = node["auto"].map {
      Manifest.Auto(
        rank: $0["rank"]?.scalar?.integer ?? 0, environment: $0.at("when.env")?.string)
    }
    if kind != "environment", let persona = node["persona"] {
      complain("only an environment is given parts of personas", persona)
    }
    return Manifest.Provided(
      kind: kind, name: name, contract: node["contract"]?.string ?? "\(kind)/1",
      schema: schema(node["config"]), isSerial: concurrency != "parallel",
      isDefault: node["default"]?.scalar?.bool ?? false, isFree: isFree(node["cost"]), auto: auto,
      takesImages: node["images"]?.scalar?.bool ?? false, persona: texts(node["persona"]),
      text: node["text"]?.string ?? "")
  }

  private mutating func isFree(_ node: YAMLNode?) -> Bool {
    guard let node else { return false }
    if node.string == "none" { return true }
    complain(
      "'cost' can only be 'none'", node, hint: "leave it out where using the component costs money")
    return false
  }

  /// The configuration's schema: inline, or a file beside the manifest.
  private mutating func schema(_ node: YAMLNode?) -> JSON? {
    guard let node else { return nil }
    guard let name = node.string else { return node.json }
    let path = "\(folderOf(file))/\(name)"
    guard !name.hasPrefix("/"), !name.contains(".."), let bytes = readFile(path) else {
      complain("cannot read the schema '\(name)'", node, hint: "name a file beside plugin.yaml")
      return nil
    }
    do {
      return try YAMLReader.read(bytes, file: path).json
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  private mutating func services(_ node: YAMLNode) -> Set<String> {
    var services: Set<String> = []
    for list in [node.at("requires.services"), node.at("optional.services")] {
      for element in list?.elements ?? [] {
        let id = element.string ?? ""
        if ServiceRegistry.known.contains(id) {
          services.insert(id)
        } else {
          let near = nearest(id, among: ServiceRegistry.known.sorted())
          complain(
            "service '\(id)' is unknown", element, hint: near.map { "did you mean '\($0)'?" })
        }
      }
    }
    return services
  }

  private mutating func files(_ node: YAMLNode?) -> [String] {
    let keys = texts(node)
    for key in keys where !key.hasPrefix("config:") {
      complain(
        "'\(key)' is no key of the configuration", node,
        hint: "write config:folders; the study says which folders or files those are")
    }
    return keys
  }

  private mutating func programs(_ node: YAMLNode?) -> [String] {
    let names = texts(node)
    for name in names where name.contains("/") || name.hasPrefix(".") {
      complain(
        "'\(name)' is no name of a program", node, hint: "write it without a folder: pdftotext")
    }
    return names
  }

  private mutating func secrets(_ node: YAMLNode?) -> [String: String] {
    var secrets: [String: String] = [:]
    for member in node?.members ?? [] {
      if let variable = member.node["env"]?.string { secrets[member.key] = variable }
    }
    return secrets
  }

  private func texts(_ node: YAMLNode?) -> [String] {
    (node?.elements ?? []).compactMap(\.string)
  }

  private mutating func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let value = node[key] else {
      complain("'\(key)' is missing", node)
      return nil
    }
    guard let text = value.string, !text.isEmpty else {
      complain("'\(key)' must be a text, found \(value.kindInWords)", value)
      return nil
    }
    return text
  }

  private mutating func checkKeys(_ node: YAMLNode, _ known: [String], of what: String) {
    guard let members = node.members else {
      complain("expected a mapping, found \(node.kindInWords)", node)
      return
    }
    for member in members where !known.contains(member.key) {
      let near = nearest(member.key, among: known)
      diagnostics.append(
        Diagnostic(
          "'\(member.key)' is no key of \(what)", at: member.keyLocation,
          hint: near.map { "did you mean '\($0)'?" }))
    }
  }

  private mutating func complain(_ message: String, _ node: YAMLNode?, hint: String? = nil) {
    diagnostics.append(Diagnostic(message, at: node?.location, hint: hint))
  }
}
