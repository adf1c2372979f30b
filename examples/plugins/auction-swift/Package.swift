// swift-tools-version: 6.2
import PackageDescription

let kit: [Target.Dependency] = [.product(name: "TinyTroupePluginKit", package: "swift")]

// A copy of this folder elsewhere says where the kit is.
let sdk = Context.environment["TINYTROUPE_SDK"] ?? "../../../plugin-sdk"

let package = Package(
  name: "Auction",
  products: [.library(name: "Auction", type: .dynamic, targets: ["Auction"])],
  dependencies: [.package(path: "\(sdk)/swift")],
  targets: [
    .target(name: "Auction", dependencies: kit),
    .testTarget(
      name: "AuctionTests",
      dependencies: ["Auction", .product(name: "TinyTroupeFakeHost", package: "swift")] + kit),
  ],
  swiftLanguageModes: [.v6]
)
