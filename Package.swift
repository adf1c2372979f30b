// swift-tools-version: 6.2
import PackageDescription

// Settings of every Swift target. Modules that touch C memory leave out strict memory safety; all their
// unsafe constructs carry a SAFETY comment instead.
let bridging: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let safe: [SwiftSetting] = bridging + [.strictMemorySafety()]

/// What runs a plugin's logic in the fake host.
func pluginTests(_ name: String, uses: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [
      .byName(name: name), "TinyTroupePluginKit", "TinyTroupeFakeHost", "TinyTroupeJSON",
    ] + uses, swiftSettings: bridging)
}

/// The two targets of a first-party plugin: its logic, and the one-file entry that exports the symbol.
func plugin(
  _ name: String, kind: String, prompts: [String] = [], uses: [Target.Dependency] = []
) -> [Target] {
  let folder = "Plugins/\(kind)/\(name)"
  return [
    .target(
      name: name, dependencies: ["TinyTroupePluginKit", "TinyTroupeJSON"] + uses,
      path: folder, exclude: ["plugin.yaml", "Entry"], sources: ["Sources"],
      resources: prompts.map { .embedInCode("prompts/\($0).mustache") }, swiftSettings: safe),
    .target(
      name: "\(name)Entry",
      dependencies: [.byName(name: name), "TinyTroupePluginKit", "CTinyTroupe"],
      path: "\(folder)/Entry", swiftSettings: bridging),
  ]
}

let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let firstParty: [(name: String, kind: String, prompts: [String], uses: [Target.Dependency])] = [
  ("OpenAI", "llm", [], []),
  ("Rehearsal", "llm", [], []),
  ("Scripted", "llm", [], []),
  ("TinyWorld", "environment", [], ["Worlds"]),
  ("TinySocialNetwork", "environment", [], ["Worlds", "Recollection"]),
  ("TinyWordProcessor", "tool", [], []),
  ("TinyCalendar", "tool", [], []),
  ("FilesGrounding", "tool", [], ["Recollection", "Grounding"]),
  ("WebGrounding", "tool", [], ["Recollection", "Grounding"]),
  ("NativeFunction", "tool", [], []),
  (
    "ResultsExtractor", "extractor", ["extract-rules", "extract-request"],
    ["Transcripts", mustache]
  ),
  ("ResultsReducer", "extractor", [], []),
  (
    "ResultsNormalizer", "extractor", ["normalize-rules", "normalize-request"], [mustache]
  ),
  ("TinyPersonValidator", "extractor", ["interview-rules"], ["Transcripts", mustache]),
  ("PropositionJudge", "judge", ["judge-rules", "judge-request"], ["Transcripts", mustache]),
  (
    "ResultsReporter", "reporter", ["report-rules", "report-request"],
    ["Transcripts", mustache]
  ),
  ("TinyStory", "reporter", ["story-rules", "story-request"], ["Transcripts", mustache]),
  ("ResultsExporter", "exporter", [], []),
  (
    "TinyEnricher", "enricher",
    ["content-rules", "content-request", "persona-rules", "persona-request"],
    ["Revisions", mustache]
  ),
  ("TinyStyler", "enricher", ["style-rules", "style-request"], ["Revisions", mustache]),
  ("TinyPersonFactory", "factory", ["generate-rules", "generate-request"], [mustache]),
  ("TinyPerson", "agent", ["rules", "person", "describe", "judge"], [mustache]),
  ("EpisodicMemory", "memory", [], ["Recollection"]),
  ("SemanticMemory", "memory", [], ["Recollection"]),
  (
    "ReflectiveMemory", "memory", ["reflect-rules", "reflect-request"], ["Recollection", mustache]
  ),
]

/// What each kind of component must do, for the doctor.
///
/// The folder is a link to the one in the SDK.
let contracts: [Resource] = [
  "agent", "enricher", "environment", "exporter", "extractor", "factory", "judge", "llm", "memory",
  "reporter", "tool",
].map { .embedInCode("Contracts/\($0).yaml") }

/// The files of a new plugin.
let templates: [Resource] = [
  "manifest", "readme", "c", "cpp", "make-c", "swift", "swift-entry", "swift-package",
  "swift-tests", "make-swift",
].map { .embedInCode("Scaffold/templates/\($0).mustache") }

let package = Package(
  name: "TinyTroupe",
  products: [
    .executable(name: "tinytroupe", targets: ["tinytroupe"]),
    .executable(name: "tinytroupe-native", targets: ["tinytroupe-native"]),
    .library(
      name: "TinyTroupe",
      targets: ["TinyTroupe", "TinyTroupeJSON", "TinyTroupeKernel", "TinyTroupePopulation"]),
    .library(name: "NullTool", type: .dynamic, targets: ["NullTool"]),
  ]
    + firstParty.map {
      .library(name: $0.name, type: .dynamic, targets: ["\($0.name)Entry"])
    },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  ],
  targets: [
    // The ABI and the C libraries.
    .systemLibrary(name: "CTinyTroupe", path: "plugin-sdk/include"),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CLibFFI", pkgConfig: "libffi", providers: [.apt(["libffi-dev"])]),
    .systemLibrary(name: "CLinuxEvents"),
    .target(
      name: "CTrampoline", dependencies: ["CTinyTroupe"],
      cxxSettings: [.treatAllWarnings(as: .error)]),

    // What tools that quote documents have in common.
    .target(
      name: "Grounding", dependencies: ["TinyTroupeJSON"], path: "Plugins/tool/Grounding",
      swiftSettings: safe),
    // What extractors and judges show a model of a run.
    .target(
      name: "Transcripts", dependencies: ["TinyTroupePluginKit", "TinyTroupeJSON"],
      path: "Plugins/extractor/Transcripts",
      swiftSettings: safe),
    // What worlds have in common.
    .target(
      name: "Worlds", dependencies: ["TinyTroupePluginKit", "TinyTroupeJSON"],
      path: "Plugins/environment/Worlds", swiftSettings: safe),
    // What enrichers have in common: a text that is written anew, and checked.
    .target(
      name: "Revisions", dependencies: ["TinyTroupePluginKit", "TinyTroupeJSON"],
      path: "Plugins/enricher/Revisions", swiftSettings: safe),
    // What several memories have in common.
    .target(
      name: "Recollection", dependencies: ["TinyTroupePluginKit", "TinyTroupeJSON"],
      path: "Plugins/memory/Recollection", swiftSettings: safe),

    // What plugins are built from. The kit is also a package of its own, in plugin-sdk/swift.
    .target(
      name: "TinyTroupeJSON", path: "plugin-sdk/swift/Sources/TinyTroupeJSON",
      swiftSettings: bridging),
    .target(
      name: "TinyTroupePluginKit", dependencies: ["CTinyTroupe", "TinyTroupeJSON"],
      path: "plugin-sdk/swift/Sources/TinyTroupePluginKit", swiftSettings: bridging),

    .target(
      name: "TinyTroupeFakeHost",
      dependencies: ["CTinyTroupe", "TinyTroupeJSON", "TinyTroupePluginKit"],
      path: "plugin-sdk/swift/Sources/TinyTroupeFakeHost", swiftSettings: bridging),

    // Wrappers of the C libraries.
    .target(
      name: "TinyTroupeYAML", dependencies: ["CLibYAML", "TinyTroupeJSON"], swiftSettings: bridging),
    .target(
      name: "TinyTroupeHTTP", dependencies: ["CLibCurl", "CLinuxEvents"], swiftSettings: bridging),
    .target(name: "TinyTroupeDigest", dependencies: ["CLibCrypto"], swiftSettings: bridging),

    // Draws people from a demography. Arithmetic alone: no engine, no model, no clock, no dice.
    .target(
      name: "TinyTroupePopulation", dependencies: ["TinyTroupeYAML"], swiftSettings: safe),

    // The host.
    .target(
      name: "TinyTroupeKernel",
      dependencies: [
        "CTinyTroupe", "CTrampoline", "TinyTroupeJSON", "TinyTroupeYAML", "TinyTroupeDigest",
      ], swiftSettings: bridging),
    .target(
      name: "TinyTroupe",
      dependencies: [
        "TinyTroupeKernel", "TinyTroupeJSON", "TinyTroupeYAML", "TinyTroupeHTTP",
        "TinyTroupeDigest", "TinyTroupePopulation", mustache,
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [
        .embedInCode("Gateway/prompts/repair.mustache"), .embedInCode("Costs/prices.yaml"),
      ], swiftSettings: safe),
    .executableTarget(
      name: "tinytroupe",
      dependencies: [
        "TinyTroupe", mustache,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Contracts/README.md"], resources: contracts + templates,
      swiftSettings: safe),

    // Calls a C function for the tool NativeFunction, in a process of its own.
    .executableTarget(
      name: "tinytroupe-native", dependencies: ["CLibFFI"],
      cSettings: [.treatAllWarnings(as: .error)]),

    // Tests and what they share with the benchmarks.
    .target(
      name: "NullTool", path: "Benchmarks/NullTool", exclude: ["plugin.yaml"],
      cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "StubServer", dependencies: ["CLinuxEvents"], path: "Benchmarks/StubServer",
      swiftSettings: bridging),
    .executableTarget(
      name: "stub-server",
      dependencies: [
        "StubServer", "CLinuxEvents",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/stub-server", swiftSettings: bridging),
    .executableTarget(
      name: "bench",
      dependencies: ["TinyTroupe", "TinyTroupeKernel", "TinyTroupeJSON", "TinyTroupeYAML"],
      path: "Benchmarks/bench", swiftSettings: bridging),
    .testTarget(name: "JSONTests", dependencies: ["TinyTroupeJSON"], swiftSettings: bridging),
    .testTarget(
      name: "YAMLTests", dependencies: ["TinyTroupeYAML", "TinyTroupeJSON"], swiftSettings: bridging
    ),
    .testTarget(
      name: "StudyTests",
      dependencies: ["TinyTroupe", "TinyTroupePopulation", "TinyTroupeYAML", "TinyTroupeJSON"],
      swiftSettings: bridging),
    .testTarget(
      name: "HTTPTests", dependencies: ["TinyTroupeHTTP", "StubServer"], swiftSettings: bridging),
    .testTarget(
      name: "KernelTests",
      dependencies: ["TinyTroupeKernel", "TinyTroupeJSON", "TinyTroupeYAML", "TinyTroupeDigest"],
      exclude: ["Fixtures"], swiftSettings: bridging),
    .testTarget(
      name: "ExamplePluginTests",
      dependencies: ["TinyTroupeKernel", "TinyTroupeJSON", "TinyTroupeYAML"],
      swiftSettings: bridging),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["StubServer", "TinyTroupeJSON"], exclude: ["Fixtures"],
      swiftSettings: bridging),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "TinyTroupe", "TinyTroupePopulation", "TinyTroupeYAML", "TinyTroupeKernel",
        "TinyTroupeHTTP", "TinyTroupeJSON", "StubServer",
      ],
      exclude: ["Fixtures"], swiftSettings: bridging),
    .testTarget(
      name: "SwiftAPITests",
      dependencies: [
        "TinyTroupe", "TinyTroupeKernel", "TinyTroupeJSON", "TinyTroupePopulation",
        "TinyTroupeYAML",
      ],
      swiftSettings: bridging),
    .testTarget(
      name: "ContractTests", dependencies: ["TinyTroupeYAML", "TinyTroupeJSON"],
      swiftSettings: bridging),
    .testTarget(
      name: "PopulationTests", dependencies: ["TinyTroupePopulation", "TinyTroupeYAML"],
      swiftSettings: bridging),
    .testTarget(name: "ABITests", dependencies: ["CTinyTroupe"], swiftSettings: bridging),
    .testTarget(
      name: "PluginKitTests",
      dependencies: ["CTinyTroupe", "TinyTroupePluginKit", "TinyTroupeFakeHost", "TinyTroupeJSON"],
      swiftSettings: bridging),
    pluginTests("OpenAI"), pluginTests("Rehearsal"), pluginTests("Scripted"),
    pluginTests("TinyWorld"), pluginTests("TinySocialNetwork"), pluginTests("TinyWordProcessor"),
    pluginTests("ResultsExtractor"), pluginTests("ResultsReducer"),
    pluginTests("ResultsNormalizer"), pluginTests("PropositionJudge"),
    pluginTests("ResultsReporter"), pluginTests("TinyStory"), pluginTests("ResultsExporter"),
    pluginTests("TinyPersonValidator"), pluginTests("TinyPersonFactory"),
    pluginTests("TinyEnricher", uses: ["Revisions"]),
    pluginTests("TinyStyler", uses: ["Revisions"]),
    pluginTests("EpisodicMemory", uses: ["Recollection"]), pluginTests("SemanticMemory"),
    pluginTests("WebGrounding"),
    pluginTests("ReflectiveMemory", uses: ["Recollection"]),
    .testTarget(
      name: "TinyPersonTests",
      dependencies: [
        "TinyPerson", "EpisodicMemory", "TinyTroupeFakeHost", "TinyTroupePluginKit",
        "TinyTroupeJSON",
      ], swiftSettings: bridging),
    .testTarget(
      name: "RunStoreTests",
      dependencies: [
        "TinyTroupe", "TinyTroupeJSON", "TinyTroupeDigest",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: bridging),
  ]
    + firstParty.flatMap { plugin($0.name, kind: $0.kind, prompts: $0.prompts, uses: $0.uses) },
  cxxLanguageStandard: .cxx17
)
