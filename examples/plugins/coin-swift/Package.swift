// swift-tools-version: 6.2
import PackageDescription

let kit: [Target.Dependency] = [.product(name: "TinyTroupePluginKit", package: "swift")]

// A copy of this folder elsewhere says where the kit is.
let sdk = Context.environment["TINYTROUPE_SDK"] ?? "../../../plugin-sdk"

let package = Package(
  name: "Coin",
  products: [.library(name: "Coin", type: .dynamic, targets: ["Coin"])],
  dependencies: [.package(path: "\(sdk)/swift")],
  targets: [
    .target(name: "Coin", dependencies: kit),
    .testTarget(
      name: "CoinTests",
      dependencies: ["Coin", .product(name: "TinyTroupeFakeHost", package: "swift")] + kit),
  ],
  swiftLanguageModes: [.v6]
)
