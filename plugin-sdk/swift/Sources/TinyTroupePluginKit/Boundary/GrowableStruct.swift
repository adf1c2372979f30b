/// Reads structs of the ABI, which begin with their size and grow at the end.
package enum GrowableStruct {
  /// Copies what the producer has and the kit knows; nil when the producer's has less than version
  /// 1.
  ///
  /// SAFETY: `pointer` leads to a struct of the ABI, so its first four bytes say how many may be
  /// read, and a struct of all zeros is valid for fields beyond version 1, which are nullable.
  /// `leastSize` covers the rest.
  package static func read<Struct>(
    _ pointer: UnsafeRawPointer, as type: Struct.Type, leastSize: Int = MemoryLayout<Struct>.size
  ) -> Struct? {
    let declared = Int(pointer.load(as: UInt32.self))
    guard declared >= leastSize else { return nil }
    let known = MemoryLayout<Struct>.size
    return withUnsafeTemporaryAllocation(
      byteCount: known, alignment: MemoryLayout<Struct>.alignment
    ) { copy in
      copy.initializeMemory(as: UInt8.self, repeating: 0)
      copy.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: min(declared, known)))
      return copy.load(as: Struct.self)
    }
  }
}
