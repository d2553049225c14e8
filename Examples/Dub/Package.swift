// swift-tools-version: 6.2
// A package of somebody else's: it depends on the product LipSync, and sees nothing but its public API. The product
// lipflight-worker is the program that reads media: it is built beside this one, where LipSync finds it, and not linked.
import PackageDescription

let package = Package(
  name: "Dub",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lipflight", path: "../..")],
  targets: [
    .executableTarget(
      name: "Dub",
      dependencies: [
        .product(name: "LipSync", package: "lipflight"),
        .product(name: "lipflight-worker", package: "lipflight"),
      ])
  ]
)
