import SwiftletSystem
import Testing

@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("0", 0), ("1", 1), ("4096", 4096), ("1K", 1024), ("96M", 96 << 20), ("96MiB", 96 << 20),
    ("1.5G", 3 << 29), ("1.5GiB", 3 << 29), ("0.5M", 1 << 19), ("2T", 2 << 40), ("1.0001K", 1024),
    ("9223372036854775807", Int.max), ("8191T", 8191 << 40),
  ])
  func readsWhatPeopleWrite(_ text: String, _ byteCount: Int) {
    #expect(ByteSize.parse(text) == byteCount)
  }

  @Test(arguments: [
    "", " ", "-1", "-1M", "+1M", "M", "iB", "96iB", "96MB", "96B", "96m", "1.5", "1.", ".5M",
    "1..5M",
    "1.5.5M", "1e3", "0x10", "1 M", "96M ", "96MiBiB", "9223372036854775808", "8388608T", "1,5G",
    "1.0000000001G", "٣M", "NaN", "inf",
  ])
  func refusesEverythingElse(_ text: String) {
    #expect(ByteSize.parse(text) == nil)
  }
}
