// swift-tools-version: 6.2
// A package of somebody else's: it depends on the product LipSync alone, and sees nothing but its public API.
import PackageDescription

let package = Package(
  name: "Dub",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lipflight", path: "../..")],
  targets: [
    .executableTarget(name: "Dub", dependencies: [.product(name: "LipSync", package: "lipflight")])
  ]
)
