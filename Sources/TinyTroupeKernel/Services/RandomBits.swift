/// Random numbers as a function: the same arguments give the same bits, on every thread and in every order.
public enum RandomBits {
  /// 64 uniformly distributed bits for (run seed, path of the call, stream, index).
  ///
  /// The path is hashed with FNV-1a (Fowler, Noll and Vo); the parts are then mixed by the finaliser of
  /// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
  public static func at(seed: UInt64, path: String, stream: UInt32, index: UInt64) -> UInt64 {
    var key = mix(seed &+ golden)
    key = mix(key ^ hash(path))
    key = mix(key &+ (UInt64(stream) &+ 1) &* golden)
    return mix(key &+ (index &+ 1) &* golden)
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
