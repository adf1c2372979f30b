import TinyTroupeKernel

/// The kernel's randomness as a generator: the n-th number of a path, whatever else is drawn in the run.
struct PathRandom: RandomNumberGenerator {
  private let seed: UInt64
  private let path: String
  private let stream: UInt32
  private var index: UInt64 = 0

  init(seed: UInt64, path: String, stream: UInt32 = 0) {
    self.seed = seed
    self.path = path
    self.stream = stream
  }

  mutating func next() -> UInt64 {
    defer { index += 1 }
    return RandomBits.at(seed: seed, path: path, stream: stream, index: index)
  }
}
