#if !SWIFTLET_WITHOUT_CALIBRATION
  package import SwiftletSystem
  package import SwiftletTensor

  /// A way to bring a matrix that is in memory into its format; which one is the recipe's choice (`QuantizationMethod`).
  ///
  /// What comes out does not depend on the number of threads, nor on the instruction set. Matrices that pass by on their way
  /// from one file to another go through `MatrixBand` instead, some rows at a time, with the same result as
  /// `WeightQuantizer`.
  package protocol MatrixQuantizer {
    /// Shape and format of what it makes.
    var layout: TileLayout { get }

    /// Quantizes all rows.
    ///
    /// - Parameters:
    ///   - weights: (rows, width): the layout's rows and columns, padding 0.
    ///   - planes: `layout.byteCount` bytes, filled.
    /// - Returns: the errors; with a refusal the planes hold nothing of use.
    /// - Throws: `MemoryBudgetError` if there is no memory for what it does meanwhile.
    func quantize(
      _ weights: FloatValues, into planes: UnsafeMutableRawBufferPointer
    ) throws(MemoryBudgetError) -> QuantizationOutcome
  }

  /// What quantizing a matrix came to.
  package struct QuantizationOutcome {
    /// The error of the weights themselves.
    package var statistics = ErrorStatistics()
    /// The squared error of the outputs over the calibration tokens; 0 without them.
    package var outputError = 0.0
    /// The energy of the outputs; 0 without calibration tokens.
    package var outputEnergy = 0.0
    /// A value that cannot be stored.
    package var refusal: BandQuantizer.Refusal?
  }
#endif
