import Testing

@Suite struct BitsTests {
  @Test func aDifferenceInOneBitIsFound() {
    #expect(Bits.firstDifference([1, 2, 3], [1, 2, (3 as Float).nextUp]) == 2)
    #expect(Bits.firstDifference([0], [-0.0]) == 0)
    #expect(Bits.firstDifference([.nan], [1]) == 0)
    #expect(Bits.firstDifference([1], [1, 2]) == 1)
    #expect(Bits.firstDifference(halves: [0x3C00], [0x3C01]) == 0)
  }

  @Test func nansOfAnyPayloadAreEqual() {
    let other = Float(bitPattern: 0xFFC0_0001)
    #expect(Bits.firstDifference([.nan, 1], [other, 1]) == nil)
    #expect(Bits.firstDifference(halves: [0x7E00], [0xFE01]) == nil)
  }
}
