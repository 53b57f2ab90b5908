internal import CSwiftletKernels

/// Where the elements of a vector go that becomes a row or a column of tiles.
///
/// Element i goes to i / 16 * sixteen + i % 16 / 4 * four + i % 4 * one, in elements.
public struct StorePlaces: Equatable, Sendable {
  let sixteen: Int
  let four: Int
  let one: Int

  /// A row of int8 tiles.
  public static let int8Row = StorePlaces(sixteen: 256, four: 64, one: 1)
  /// A row of float tiles.
  public static let floatRow = StorePlaces(sixteen: 256, four: 64, one: 16)

  /// A column of int8 tiles whose tile rows lie `tileRowColumns` columns apart.
  public static func int8Column(tileRowColumns: Int) -> StorePlaces {
    StorePlaces(sixteen: 16 * tileRowColumns, four: 16, one: 4)
  }

  /// A column of float tiles whose tile rows lie `tileRowColumns` columns apart.
  public static func floatColumn(tileRowColumns: Int) -> StorePlaces {
    StorePlaces(sixteen: 16 * tileRowColumns, four: 4, one: 1)
  }

  fileprivate var places: swiftlet_places {
    swiftlet_places(sixteen: sixteen, four: four, one: one)
  }
}

/// Writing one vector into tiles. None allocates.
extension KernelSet {
  /// Copies `count` floats to their places behind `dst`.
  public func store(
    _ source: UnsafePointer<Float>, into dst: UnsafeMutablePointer<Float>, at places: StorePlaces,
    count: Int
  ) {
    var places = places.places
    unsafe functions.pointee.store_f32(dst, &places, source, checked(count))
  }

  /// Rounds `count` floats to float16 bits at their places behind `dst`.
  public func store(
    _ source: UnsafePointer<Float>, into dst: UnsafeMutablePointer<UInt16>, at places: StorePlaces,
    count: Int
  ) {
    var places = places.places
    unsafe functions.pointee.store_f16(dst, &places, source, checked(count))
  }

  /// Rounds one vector to int8 codes with one float16 scale.
  ///
  /// - Parameters:
  ///   - source: `count` floats.
  ///   - codes: Where the codes have their places.
  ///   - places: The places.
  ///   - scale: One float16.
  ///   - count: Length of the vector.
  public func store(
    _ source: UnsafePointer<Float>, into codes: UnsafeMutablePointer<Int8>, at places: StorePlaces,
    scale: UnsafeMutablePointer<UInt16>, count: Int
  ) {
    var places = places.places
    unsafe functions.pointee.store_i8(codes, &places, scale, source, checked(count))
  }
}
