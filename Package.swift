// swift-tools-version: 6.2
import PackageDescription

// Every Swift target is built with the same rules. `Lifetimes` is what lets a view borrow the
// memory it points to (~Escapable types with @_lifetime), so that it cannot outlive its owner.
let swiftRules: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

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
  targets: [
    // C: intrinsics with per-function target attributes, and what Swift cannot import.
    .target(name: "CSwiftletKernels", dependencies: ["CSwiftletSystem"]),
    .target(name: "CSwiftletSystem"),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),

    // ground
    layer("SwiftletSystem", ["CSwiftletSystem"]),
    layer("SwiftletTensor"),
    layer("SwiftletKernels", ["CSwiftletKernels", "SwiftletSystem", "SwiftletTensor"]),
    layer("SwiftletJSON", ["SwiftletSystem"]),

    // model
    layer("SwiftletCheckpoint", ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor"]),
    layer("SwiftletFormat", ["SwiftletSystem", "SwiftletTensor", "CZstd"]),
    layer("SwiftletArchitecture", ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor"]),

    // engines
    layer(
      "SwiftletConvert",
      ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletArchitecture"]),

    // tests
    .target(
      name: "_SwiftletTestSupport", dependencies: ["SwiftletSystem"],
      path: "Tests/_SwiftletTestSupport", swiftSettings: swiftRules),
    tests("SwiftletSystem"),
    tests("SwiftletTensor"),
    tests("SwiftletKernels", ["CSwiftletKernels", "SwiftletSystem", "SwiftletTensor"]),
    tests("SwiftletJSON"),
    tests("SwiftletCheckpoint", ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor"]),
    tests("SwiftletFormat", ["SwiftletSystem", "SwiftletTensor", "SwiftletJSON"]),
    tests("SwiftletArchitecture", ["SwiftletSystem", "SwiftletJSON"]),
    tests(
      "SwiftletConvert",
      ["SwiftletSystem", "SwiftletJSON", "SwiftletTensor", "SwiftletArchitecture"]),
  ],
  swiftLanguageModes: [.v6]
)
