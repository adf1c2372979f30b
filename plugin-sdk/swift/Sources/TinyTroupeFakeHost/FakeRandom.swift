/// The random numbers of the fake host: `mix(mix(seed ^ fnv(path)) ^ mix(stream) ^ mix(~index))`.
///
/// `fnv` is FNV-1a over the UTF-8 of the call's path, 64 bits; `mix` is the finaliser of
/// SplitMix64, applied to its argument plus 0x9E3779B97F4A7C15. Additions and products wrap.
public enum FakeRandom {
  /// 64 bits that depend on the arguments alone.
  public static func bits(seed: UInt64, path: String, stream: UInt32, index: UInt64) -> UInt64 {
    mix(mix(seed ^ fnv(path)) ^ mix(UInt64(stream)) ^ mix(~index))
  }

  private static func fnv(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
