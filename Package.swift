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
    .library(name: "LipSyncMedia", targets: ["LipSyncMedia"]),
    .library(name: "LipSyncTransfer", targets: ["LipSyncTransfer"]),
    .library(name: "LipSyncLedger", targets: ["LipSyncLedger"]),
    .library(name: "LipSyncSandbox", targets: ["LipSyncSandbox"]),
    .executable(name: "lipflight", targets: ["lipflight"]),
  ],
  // None of them has dependencies of its own.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // C libraries, each imported by one Swift target alone; FFmpeg by the two that read and write media.
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
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

    // Headers alone: what a worker process gives up, and how descriptors are lent to it.
    .systemLibrary(name: "CConfine"),

    .target(name: "Platform", swiftSettings: house),
    .target(name: "LipSyncBase", dependencies: ["Platform", "CConfine", "CCrypto"], swiftSettings: house),
    .target(
      name: "LipSyncMedia", dependencies: ["CFFmpeg", "LipSyncBase", "Platform"], swiftSettings: house),
    // Rendering and encoding: for the sandbox and for fixtures, not for who checks and proves.
    .target(
      name: "LipSyncMediaMaking", dependencies: ["CFFmpeg", "LipSyncMedia", "Platform"], swiftSettings: house),
    .target(
      name: "LipSyncTransfer",
      dependencies: ["CCurl", "LipSyncBase", "Platform", .product(name: "Logging", package: "swift-log")],
      swiftSettings: house),
    .target(
      name: "LipSync",
      dependencies: [
        "LipSyncBase", "LipSyncMedia", "LipSyncTransfer", "Platform",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),
    .target(
      name: "LipSyncLedger",
      dependencies: [
        "CPostgres", "CSQLite", "LipSync", "LipSyncBase", "Platform",
      ],
      swiftSettings: house),
    // HTTP/1.1 on 127.0.0.1, for the sandbox and for the origin of the tests.
    .target(name: "LoopbackServer", dependencies: ["LipSyncBase", "Platform"], swiftSettings: house),
    .target(
      name: "LipSyncSandbox",
      dependencies: [
        "LoopbackServer", "LipSync", "LipSyncMedia", "LipSyncMediaMaking", "LipSyncTransfer", "LipSyncBase",
        "Platform",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),
    .executableTarget(
      name: "lipflight",
      dependencies: [
        "LipSync", "LipSyncBase", "LipSyncLedger", "LipSyncSandbox", "LipSyncMedia", "LipSyncTransfer",
        "Platform",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),

    // Fixtures made with our own encoder, and a local origin that misbehaves on request.
    .target(
      name: "TestSupport",
      dependencies: ["LipSyncBase", "LipSyncMedia", "LipSyncMediaMaking", "LoopbackServer", "Platform"],
      path: "Tests/TestSupport",
      swiftSettings: house),
    .testTarget(
      name: "LipSyncBaseTests", dependencies: ["LipSyncBase", "Platform"], swiftSettings: house),
    .testTarget(
      name: "LipSyncMediaTests",
      dependencies: ["LipSyncMedia", "LipSyncMediaMaking", "Platform", "TestSupport"],
      swiftSettings: house),
    // A download in a process of its own, to be killed.
    .executableTarget(
      name: "DownloadChild", dependencies: ["LipSyncTransfer", "Platform"], path: "Tests/DownloadChild",
      swiftSettings: house),
    .testTarget(
      name: "LipSyncTransferTests",
      dependencies: [
        "LipSyncTransfer", "Platform", "TestSupport", "DownloadChild",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house),
    .testTarget(
      name: "LipSyncTests",
      dependencies: [
        "LipSync", "LipSyncMedia", "LipSyncMediaMaking", "LipSyncTransfer", "Platform", "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(
      name: "LipSyncLedgerTests",
      dependencies: [
        "CSQLite", "LipSyncLedger", "LipSync", "LipSyncBase", "Platform", "TestSupport",
      ], exclude: ["Files"],
      swiftSettings: house),
    .testTarget(
      name: "LipSyncSandboxTests",
      dependencies: [
        "LipSyncSandbox", "LipSyncLedger", "LipSync", "LipSyncMedia", "LipSyncTransfer", "Platform",
        "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "lipflight", "LipSync", "LipSyncLedger", "LipSyncMedia", "LipSyncSandbox", "LipSyncTransfer",
        "Platform",
        "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: house),
    .executableTarget(
      name: "Fuzz", dependencies: ["LipSyncMedia", "Platform", "TestSupport"], path: "Tests/Fuzz",
      swiftSettings: house),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CSQLite", "LipSyncBase", "LipSyncLedger", "LipSync", "LipSyncMedia", "LipSyncTransfer", "Platform",
        "TestSupport",
      ], path: "Benchmarks", swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
