import Foundation
import TinyTroupePopulation
import TinyTroupeYAML

/// A generator for tests: the same numbers for the same seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

func csv(_ text: String, _ file: String = "town.csv") throws -> Demography {
  try Demography(csv: SourceText(file: file, bytes: Array(text.utf8)))
}

func yaml(_ text: String) throws -> Demography {
  try Demography(YAMLReader.read(Array(text.utf8), file: "town.yaml"))
}

func drawn(_ demography: Demography, _ count: Int, seed: UInt64 = 1) throws -> PopulationSample {
  var dice = Dice(seed)
  return try PopulationSample(of: demography, count: count, using: &dice)
}

extension PopulationSample {
  /// How many have all these values.
  func count(_ wanted: [String: String]) -> Int {
    people.indices.count { person in
      let values = Dictionary(uniqueKeysWithValues: values(of: person).map { ($0, $1) })
      return wanted.allSatisfy { values[$0.key] == $0.value }
    }
  }
}

/// The mistakes of what cannot be read, one line each.
func mistakes(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "none"
  } catch {
    return "\(error)"
  }
}

extension SourceText {
  /// A file of the disk.
  init(reading path: String) throws {
    self.init(file: path, bytes: Array(try Data(contentsOf: URL(filePath: path))))
  }
}
