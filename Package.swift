// swift-tools-version: 6.2
import PackageDescription

// tools/test sets this: a warning is an error for the project, but not for who builds it with a
// compiler that knows more warnings, and never for a dependency.
let isStrict = Context.environment["SWIFTLET_STRICT"] == "1"

// Every Swift target is built with the same rules. `Lifetimes` is what lets a view borrow the
// memory it points to (~Escapable types with @_lifetime), so that it cannot outlive its owner.
let swiftRules: [SwiftSetting] =
  (isStrict ? [.treatAllWarnings(as: .error)] : []) + [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
  ]

let cRules: [CSetting] =
  (isStrict ? [.treatAllWarnings(as: .error)] : [])
  + [.enableWarning("all"), .enableWarning("extra")]

/// A library target of the project with the common rules.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftRules)
}

/// The test target of `subject`; `_SwiftletTestSupport` is always there.
func tests(_ subject: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: subject + "Tests",
    dependencies: [.target(name: subject), "_SwiftletTestSupport"] + dependencies,
    swiftSettings: swiftRules)
}

let package = Package(
  name: "swiftlet",
  products: [
    .executable(name: "swiftlet", targets: ["SwiftletCLI"]),
    // For tools/kernel-bench.
    .library(name: "SwiftletSystem", targets: ["SwiftletSystem"]),
    .library(name: "SwiftletJSON", targets: ["SwiftletJSON"]),
    .library(name: "SwiftletTensor", targets: ["SwiftletTensor"]),
    .library(name: "SwiftletKernels", targets: ["SwiftletKernels"]),
  ],
  dependencies: [
    // The command line alone: nothing below the frontends imports it.
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2")
  ],
  targets: [
    // C: intrinsics with per-function target attributes, and what Swift cannot import.
    .target(name: "CSwiftletKernels", dependencies: ["CSwiftletSystem"], cSettings: cRules),
    .target(name: "CSwiftletSystem", cSettings: cRules),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),

    // ground
    layer("SwiftletSystem", ["CSwiftletSystem"]),
    layer("SwiftletTensor"),
    layer("SwiftletKernels", ["CSwiftletKernels", "SwiftletSystem", "SwiftletTensor"]),
    layer("SwiftletJSON", ["SwiftletSystem"]),

    // model
    layer("SwiftletCheckpoint", ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor"]),
    layer("SwiftletFormat", ["SwiftletSystem", "SwiftletTensor", "CZstd"]),
    layer("SwiftletTokenizer", ["SwiftletSystem", "SwiftletJSON"]),
    layer("SwiftletTemplate", ["SwiftletSystem", "SwiftletJSON"]),
    layer(
      "SwiftletArchitecture",
      ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletFormat"]),
    layer(
      "SwiftletModel",
      [
        "SwiftletSystem", "SwiftletTensor", "SwiftletKernels", "SwiftletArchitecture",
      ]),

    // engines
    layer(
      "SwiftletRuntime",
      [
        "SwiftletSystem", "SwiftletTensor", "SwiftletKernels", "SwiftletFormat",
        "SwiftletTokenizer", "SwiftletTemplate", "SwiftletArchitecture", "SwiftletModel",
      ]),
    layer(
      "SwiftletEval",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTokenizer", "SwiftletArchitecture",
        "SwiftletModel", "SwiftletRuntime",
      ]),
    layer(
      "SwiftletConvert",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletKernels", "SwiftletFormat",
        "SwiftletCheckpoint", "SwiftletTokenizer", "SwiftletTemplate", "SwiftletArchitecture",
        "SwiftletModel",
      ]),

    layer(
      "SwiftletMeasure",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletFormat",
        "SwiftletArchitecture", "SwiftletModel", "SwiftletRuntime",
      ]),

    // frontends
    .executableTarget(
      name: "SwiftletCLI",
      dependencies: [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletFormat",
        "SwiftletCheckpoint", "SwiftletTokenizer", "SwiftletTemplate", "SwiftletArchitecture",
        "SwiftletModel", "SwiftletKernels", "SwiftletRuntime", "SwiftletConvert", "SwiftletEval",
        "SwiftletMeasure",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftRules),

    // tests
    .target(
      name: "_SwiftletTestSupport",
      dependencies: [
        "SwiftletSystem", "SwiftletTensor", "SwiftletFormat", "SwiftletArchitecture",
        "CAllocationCounter",
      ],
      path: "Tests/_SwiftletTestSupport", swiftSettings: swiftRules),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter", cSettings: cRules),
    .testTarget(
      name: "_SwiftletTestSupportTests", dependencies: ["_SwiftletTestSupport"],
      swiftSettings: swiftRules),
    tests("SwiftletSystem"),
    tests("SwiftletTensor"),
    tests("SwiftletKernels", ["CSwiftletKernels", "SwiftletSystem", "SwiftletTensor"]),
    tests("SwiftletJSON", ["SwiftletSystem"]),
    tests("SwiftletCheckpoint", ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor"]),
    tests("SwiftletFormat", ["SwiftletSystem", "SwiftletTensor", "SwiftletJSON"]),
    tests("SwiftletTokenizer", ["SwiftletSystem", "SwiftletJSON"]),
    tests("SwiftletTemplate", ["SwiftletSystem", "SwiftletJSON"]),
    tests("SwiftletArchitecture", ["SwiftletSystem", "SwiftletJSON", "SwiftletFormat"]),
    tests(
      "SwiftletModel",
      ["SwiftletSystem", "SwiftletTensor", "SwiftletKernels", "SwiftletArchitecture"]),
    tests(
      "SwiftletMeasure",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletArchitecture",
        "SwiftletRuntime",
      ]),
    tests("SwiftletRuntime", ["SwiftletSystem"]),
    tests("SwiftletEval", ["SwiftletSystem", "SwiftletJSON"]),
    tests(
      "SwiftletConvert",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletKernels", "SwiftletFormat",
        "SwiftletCheckpoint", "SwiftletTokenizer", "SwiftletArchitecture", "SwiftletModel",
      ]),
    .testTarget(
      name: "SwiftletGoldenTests",
      dependencies: [
        "_SwiftletTestSupport", "SwiftletSystem", "SwiftletJSON", "SwiftletFormat",
        "SwiftletCheckpoint", "SwiftletTokenizer", "SwiftletTemplate", "SwiftletArchitecture",
        "SwiftletKernels", "SwiftletModel", "SwiftletRuntime", "SwiftletConvert", "SwiftletEval",
        "SwiftletMeasure",
        "SwiftletTensor",
      ],
      swiftSettings: swiftRules),
    // They run the built `swiftlet`, which lies beside the test bundle.
    tests(
      "SwiftletCLI",
      [
        "SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletFormat",
        "SwiftletArchitecture",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
