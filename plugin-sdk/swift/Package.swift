// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "TinyTroupePluginKit",
  products: [
    .library(name: "TinyTroupePluginKit", targets: ["TinyTroupePluginKit", "TinyTroupeJSON"]),
    .library(name: "TinyTroupeFakeHost", targets: ["TinyTroupeFakeHost"]),
  ],
  targets: [
    .systemLibrary(name: "CTinyTroupe"),
    .target(name: "TinyTroupeJSON", swiftSettings: settings),
    .target(
      name: "TinyTroupePluginKit", dependencies: ["CTinyTroupe", "TinyTroupeJSON"],
      swiftSettings: settings),
    .target(
      name: "TinyTroupeFakeHost",
      dependencies: ["CTinyTroupe", "TinyTroupeJSON", "TinyTroupePluginKit"],
      swiftSettings: settings),
  ]
)
