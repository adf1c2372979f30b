import Mustache
import TinyTroupe
import TinyTroupeJSON

/// A new plugin as files, by path.
struct PluginScaffold {
  /// The languages in which a plugin can begin.
  enum Language: String, CaseIterable {
    case swift
    case c
    case cpp
  }

  let name: String
  let kind: String
  let language: Language
  let id: String

  /// What the host speaks of a plugin's operations in Swift.
  private static let protocols: [String: String] = [
    "agent": "Agent", "enricher": "Enricher", "environment": "Environment", "exporter": "Exporter",
    "extractor": "Extractor", "factory": "Factory", "judge": "Judge", "llm": "LanguageModel",
    "memory": "Memory", "reporter": "Reporter", "tool": "Tool",
  ]

  /// The kinds that there are.
  static let kinds = protocols.keys.sorted()

  /// The name as a type: `WaterMeter` of `water-meter`.
  private var type: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private var library: String { "lib\(language == .swift ? type : symbol).so" }
  private var symbol: String { name.replacing("-", with: "_") }

  private var source: String {
    switch language {
    case .swift: "Sources/\(type)/\(type).swift"
    case .c: "\(symbol).c"
    case .cpp: "\(symbol).cpp"
    }
  }

  /// The files, by their path in the plugin's folder.
  func files() throws -> [(path: String, text: String)] {
    let values = try values()
    func file(_ path: String, _ template: [UInt8]) throws -> (path: String, text: String) {
      let template = try MustacheTemplate(string: String(decoding: template, as: UTF8.self))
      return (path, template.render(values))
    }
    let common = [
      try file("plugin.yaml", PackageResources.manifest_mustache),
      try file("README.md", PackageResources.readme_mustache),
    ]
    switch language {
    case .c:
      return try common + [
        file(source, PackageResources.c_mustache),
        file("Makefile", PackageResources.make_c_mustache),
      ]
    case .cpp:
      return try common + [
        file(source, PackageResources.cpp_mustache),
        file("Makefile", PackageResources.make_c_mustache),
      ]
    case .swift:
      return try common + [
        file(source, PackageResources.swift_mustache),
        file("Sources/\(type)/Entry.swift", PackageResources.swift_entry_mustache),
        file("Package.swift", PackageResources.swift_package_mustache),
        file("Tests/\(type)Tests/\(type)Tests.swift", PackageResources.swift_tests_mustache),
        file("Makefile", PackageResources.make_swift_mustache),
      ]
    }
  }

  private func values() throws -> [String: Any] {
    let isC = language == .c
    return [
      "name": name, "kind": kind, "id": id, "type": type, "symbol": symbol, "library": library,
      "source": source, "protocol": Self.protocols[kind] ?? "",
      "flags": isC ? "CFLAGS" : "CXXFLAGS",
      "compiler": isC ? "CC" : "CXX", "standard": isC ? "-std=c11" : "-std=c++17",
      "language": language == .swift
        ? "{name: swift, toolchain: swift-6.3, runtime: shared}"
        : "{name: \(isC ? "c" : "c++"), runtime: none}",
      "operations": try ContractBook.operations(of: kind).map(operation),
    ]
  }

  private func operation(_ operation: ContractBook.Operation) -> [String: Any] {
    [
      "op": operation.name, "text": operation.text, "pending": operation.isPending,
      // An operation may be called as a word of the language is.
      "function": language == .swift ? operation.name : "do_\(operation.name)",
      "literal": literal(operation.example), "request": literal(operation.requests.first ?? [:]),
    ]
  }

  /// JSON as a literal of the language.
  private func literal(_ json: JSON) -> String {
    guard language != .swift else { return "##\"\(json.text)\"##" }
    let escaped = json.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    // Two question marks could begin a trigraph.
    return "\"\(escaped.replacing("?", with: "\\?"))\""
  }
}
