/// One token that is found in text before anything else, with the flags of the tokenizers library.
struct AddedToken {
  static let single: UInt32 = 1 << 0
  static let stripLeft: UInt32 = 1 << 1
  static let stripRight: UInt32 = 1 << 2
  static let knownFlags: UInt32 = 7

  /// Where its text lies in the binary form.
  var content: Range<Int>
  var id: UInt32
  var flags: UInt32
}
