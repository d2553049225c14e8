// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Faces are looked for where XNNPACK's header is, so that a build goes through without it; `--traits Faces` and
/// `--disable-default-traits` say otherwise. `make` says so by itself: what is read here, SwiftPM remembers.
let hasXNNPACK = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"]
  .contains { FileManager.default.fileExists(atPath: "\($0)/xnnpack.h") }

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
    .library(name: "LipSyncMediaReading", targets: ["LipSyncMediaReading"]),
    .library(name: "LipSyncTransfer", targets: ["LipSyncTransfer"]),
    .library(name: "LipSyncLedger", targets: ["LipSyncLedger"]),
    .library(name: "LipSyncSandbox", targets: ["LipSyncSandbox"]),
    .executable(name: "lipflight", targets: ["lipflight"]),
    .executable(name: "lipflight-worker", targets: ["lipflight-worker"]),
  ],
  traits: [
    .default(enabledTraits: hasXNNPACK ? ["Faces"] : []),
    .trait(name: "Faces", description: "The worker looks for faces, with XNNPACK."),
  ],
  // None of them has dependencies of its own.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // C libraries, each imported by one Swift target alone; FFmpeg by the two that read and write media, for one program.
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

    // Neural networks on the processor; for faces alone, in the worker alone, and only with the trait.
    .systemLibrary(name: "CXNNPACK", providers: [.apt(["libxnnpack-dev", "libpthreadpool-dev"])]),

    // Headers alone: what a worker process gives up, and how descriptors are lent to it.
    .systemLibrary(name: "CConfine"),

    .target(name: "Platform", swiftSettings: house),
    .target(name: "LipSyncBase", dependencies: ["Platform", "CConfine", "CCrypto"], swiftSettings: house),
    // What is known of media, and how it is asked for: no FFmpeg, so that nothing that is built on it links any.
    .target(name: "LipSyncMedia", dependencies: ["LipSyncBase", "Platform"], swiftSettings: house),
    .target(
      name: "LipSyncMediaReading", dependencies: ["CFFmpeg", "LipSyncBase", "LipSyncMedia", "Platform"],
      swiftSettings: house),
    // The engine of the networks that faces are found by.
    .target(
      name: "LipSyncFaces", dependencies: ["CXNNPACK", "LipSyncBase", "LipSyncMedia", "Platform"],
      swiftSettings: house),
    // Rendering and encoding: for the sandbox's renders and for fixtures.
    .target(
      name: "LipSyncMediaMaking", dependencies: ["CFFmpeg", "LipSyncMediaReading", "Platform"],
      swiftSettings: house),
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
        "LoopbackServer", "LipSync", "LipSyncMedia", "LipSyncTransfer", "LipSyncBase", "Platform",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),
    .executableTarget(
      name: "lipflight",
      dependencies: [
        "LipSync", "LipSyncBase", "LipSyncLedger", "LipSyncSandbox", "LipSyncMedia", "LipSyncTransfer",
        "LoopbackServer", "Platform",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: house),

    // The one program that links FFmpeg: the tool starts it, and lends it what it reads.
    .executableTarget(
      name: "lipflight-worker",
      dependencies: [
        "LipSyncMedia", "LipSyncMediaMaking", "LipSyncMediaReading", "Platform",
        .target(name: "LipSyncFaces", condition: .when(traits: ["Faces"])),
      ],
      swiftSettings: house),

    // Fixtures made with our own encoder, and a local origin that misbehaves on request.
    .target(
      name: "TestSupport",
      dependencies: [
        "LipSyncBase", "LipSyncMedia", "LipSyncMediaReading", "LipSyncMediaMaking", "LoopbackServer",
        "Platform",
      ],
      path: "Tests/TestSupport",
      swiftSettings: house),
    .testTarget(
      name: "LipSyncBaseTests", dependencies: ["LipSyncBase", "Platform"], swiftSettings: house),
    .testTarget(
      name: "LipSyncMediaTests",
      dependencies: [
        "LipSyncMedia", "LipSyncMediaReading", "LipSyncMediaMaking", "Platform", "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(
      name: "LipSyncFacesTests",
      dependencies: [
        "LipSyncMedia", "TestSupport", .target(name: "LipSyncFaces", condition: .when(traits: ["Faces"])),
      ],
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
        "LipSync", "LipSyncMedia", "LipSyncMediaMaking", "LipSyncMediaReading", "LipSyncTransfer", "Platform",
        "TestSupport",
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
        "LipSyncSandbox", "LipSyncLedger", "LipSync", "LipSyncMedia", "LipSyncMediaReading",
        "LipSyncTransfer", "Platform", "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "lipflight", "LipSync", "LipSyncLedger", "LipSyncMedia", "LipSyncMediaReading", "LipSyncSandbox",
        "LipSyncTransfer", "Platform", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: house),
    .executableTarget(
      name: "Fuzz",
      dependencies: ["LipSyncBase", "LipSyncMedia", "LipSyncMediaReading", "Platform", "TestSupport"],
      path: "Tests/Fuzz", swiftSettings: house),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CSQLite", "LipSyncBase", "LipSyncLedger", "LipSync", "LipSyncMediaReading", "LipSyncTransfer",
        "Platform",
        "TestSupport",
      ], path: "Benchmarks", swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
