import SwiftletMeasure
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct BuiltInBoardsTests {
  @Test func everyBoardThatIsPromisedIsThere() {
    let names = BoardProfile.builtIn.map(\.name)
    for name in [
      "pi-zero-2-w", "pi-3b-plus", "pi-4b", "pi-5", "jetson-orin-nano", "orange-pi-5", "x86-64",
    ] {
      #expect(names.contains(name))
    }
    #expect(Set(names).count == names.count)
    #expect(BoardProfile.named("pi-6") == nil)
  }

  @Test(
    .enabled(if: Checkout.isPresent, "the checkout is on another machine"),
    arguments: BoardProfile.builtIn.map(\.name))
  func aBuiltInBoardIsItsFile(name: String) throws {
    let path = Checkout.path + "/configs/boards/\(name).json"
    #expect(try BoardProfile.read(path: path) == BoardProfile.named(name))
  }

  @Test(arguments: [
    ("Raspberry Pi Zero 2 W Rev 1.0", "pi-zero-2-w"),
    ("Raspberry Pi 3 Model B Plus Rev 1.3", "pi-3b-plus"),
    ("Raspberry Pi 4 Model B Rev 1.4", "pi-4b"),
    ("Raspberry Pi 5 Model B Rev 1.0", "pi-5"),
    ("NVIDIA Jetson Orin Nano Developer Kit", "jetson-orin-nano"),
    ("Orange Pi 5", "orange-pi-5"),
  ])
  func aMachineKnowsItsBoard(model: String, name: String) {
    #expect(BoardProfile.matching(model: model)?.name == name)
  }

  @Test func anUnknownMachineHasNone() {
    #expect(BoardProfile.matching(model: "Raspberry Pi 9") == nil)
    #expect(BoardProfile.matching(model: "") == nil)
  }
}
