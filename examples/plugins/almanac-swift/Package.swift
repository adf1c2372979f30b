// swift-tools-version: 6.2
import PackageDescription

let kit: [Target.Dependency] = [.product(name: "TinyTroupePluginKit", package: "swift")]

// A copy of this folder elsewhere says where the kit is.
let sdk = Context.environment["TINYTROUPE_SDK"] ?? "../../../plugin-sdk"

let package = Package(
  name: "Almanac",
  products: [.library(name: "Almanac", type: .dynamic, targets: ["AlmanacEntry"])],
  dependencies: [.package(path: "\(sdk)/swift")],
  targets: [
    // The logic, which tests import, and the one-file entry, which exports the symbol.
    .target(name: "Almanac", dependencies: kit),
    .target(name: "AlmanacEntry", dependencies: ["Almanac"] + kit),
    .testTarget(
      name: "AlmanacTests",
      dependencies: ["Almanac", .product(name: "TinyTroupeFakeHost", package: "swift")] + kit),
  ],
  swiftLanguageModes: [.v6]
)
