// swift-tools-version: 6.2
import PackageDescription

let isStrict = Context.environment["SWIFTLET_STRICT"] == "1"

// A package of its own, so that nothing of it is built with the runtime.
let package = Package(
  name: "kernel-bench",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .executableTarget(
      name: "KernelBench",
      dependencies: ["SwiftletKernels", "SwiftletTensor", "SwiftletSystem", "SwiftletJSON"].map {
        .product(name: $0, package: "swiftlet")
      },
      swiftSettings: (isStrict ? [.treatAllWarnings(as: .error)] : []) + [
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
