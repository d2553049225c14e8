// swift-tools-version: 6.2
import PackageDescription

/// The flags of every Swift target: what a module shows of its dependencies is written down at each import.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "lipflight",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "LipSync", targets: ["LipSync"]),
    .library(name: "Media", targets: ["Media"]),
    .library(name: "Transfer", targets: ["Transfer"]),
    .library(name: "Ledger", targets: ["Ledger"]),
    .library(name: "Sandbox", targets: ["Sandbox"]),
    .executable(name: "lipflight", targets: ["lipflight"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    // Hummingbird's own foundations: its buffers, header fields and life cycle stand in the sandbox's code by name.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C libraries, each imported by one Swift target alone.
    .systemLibrary(
      name: "CFFmpeg", pkgConfig: "libavformat",
      providers: [
        .apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev", "libswresample-dev"]),
        .brew(["ffmpeg"]),
      ]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

    .target(name: "Media", dependencies: ["CFFmpeg"], swiftSettings: house),
    .target(
      name: "Transfer", dependencies: ["CCurl", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: house),
    .target(
      name: "LipSync",
      dependencies: [
        "Media", "Transfer",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),
    .target(
      name: "Ledger",
      dependencies: [
        "CPostgres", "LipSync", "Media", "Transfer", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: house),
    .target(
      name: "Sandbox",
      dependencies: [
        "LipSync", "Media", "Transfer",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),
    .executableTarget(
      name: "lipflight",
      dependencies: [
        "LipSync", "Ledger", "Sandbox", "Media", "Transfer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),

    // Fixtures made with our own encoder, and a local origin that misbehaves on request.
    .target(name: "TestSupport", dependencies: ["Media"], path: "Tests/TestSupport", swiftSettings: house),
    .testTarget(name: "MediaTests", dependencies: ["Media", "TestSupport"], swiftSettings: house),
    // A download in a process of its own, to be killed.
    .executableTarget(
      name: "DownloadChild", dependencies: ["Transfer"], path: "Tests/DownloadChild", swiftSettings: house),
    .testTarget(
      name: "TransferTests", dependencies: ["Transfer", "TestSupport", "DownloadChild"], swiftSettings: house),
    .testTarget(
      name: "LipSyncTests", dependencies: ["LipSync", "Media", "Transfer", "TestSupport"],
      swiftSettings: house),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "LipSync", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: house),
    .testTarget(
      name: "SandboxTests",
      dependencies: ["Sandbox", "Ledger", "LipSync", "Media", "Transfer", "TestSupport"],
      swiftSettings: house),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "lipflight", "LipSync", "Ledger", "Media", "Transfer", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: house),
    .executableTarget(
      name: "Fuzz", dependencies: ["Media", "TestSupport"], path: "Tests/Fuzz", swiftSettings: house),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Ledger", "LipSync", "Media", "Transfer", "TestSupport",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], path: "Benchmarks", swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
