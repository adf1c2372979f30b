import CTinyTroupe
import Testing

@Suite("The layout of the ABI")
struct LayoutTests {
  @Test(
    "compilers of C and C++ lay the structs out as version 1.0 did",
    arguments: Compiler.Language.allCases)
  func compiles(language: Compiler.Language) throws {
    let result = try Compiler.compile("tests/abi_layout.c", as: language, ["-fsyntax-only"])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("a struct that changes is named", arguments: Compiler.Language.allCases)
  func fails(language: Compiler.Language) throws {
    let result = try Compiler.compile(
      "tests/abi_layout.c", as: language, ["-fsyntax-only", "-DSHIFT=8"])
    #expect(result.status != 0)
    #expect(result.output.contains("the size of tt_host changed"))
    #expect(result.output.contains("tt_plugin.extension moved"))
  }

  static let sizes: [(name: String, swift: Int, expected: Int)] = [
    ("tt_str", MemoryLayout<tt_str>.size, 16),
    ("tt_bytes", MemoryLayout<tt_bytes>.size, 16),
    ("tt_host", MemoryLayout<tt_host>.size, 64),
    ("tt_reply", MemoryLayout<tt_reply>.size, 32),
    ("tt_service", MemoryLayout<tt_service>.size, 40),
    ("tt_rng", MemoryLayout<tt_rng>.size, 24),
    ("tt_clock", MemoryLayout<tt_clock>.size, 24),
    ("tt_config", MemoryLayout<tt_config>.size, 24),
    ("tt_log", MemoryLayout<tt_log>.size, 24),
    ("tt_component", MemoryLayout<tt_component>.size, 64),
    ("tt_plugin", MemoryLayout<tt_plugin>.size, 80),
  ]

  @Test("Swift imports each struct with the size that C gives it", arguments: sizes)
  func swiftSizes(name: String, swift: Int, expected: Int) {
    #expect(swift == expected, "\(name)")
  }

  @Test("Swift sees the last field of each struct where C puts it")
  func swiftOffsets() {
    #expect(MemoryLayout<tt_host>.offset(of: \.cancelled) == 56)
    #expect(MemoryLayout<tt_reply>.offset(of: \.done) == 24)
    #expect(MemoryLayout<tt_service>.offset(of: \.call) == 32)
    #expect(MemoryLayout<tt_rng>.offset(of: \.at) == 16)
    #expect(MemoryLayout<tt_clock>.offset(of: \.now_ns) == 16)
    #expect(MemoryLayout<tt_config>.offset(of: \.get) == 16)
    #expect(MemoryLayout<tt_log>.offset(of: \.write) == 16)
    #expect(MemoryLayout<tt_component>.offset(of: \.cancel) == 56)
    #expect(MemoryLayout<tt_plugin>.offset(of: \.extension) == 72)
  }

  @Test("statuses have the type of a status")
  func statuses() {
    let all: [tt_status] = [
      TT_OK, TT_PENDING, TT_E_INVALID, TT_E_NOT_FOUND, TT_E_UNSUPPORTED, TT_E_CANCELLED,
      TT_E_DEADLINE, TT_E_UNAVAILABLE, TT_E_EXHAUSTED, TT_E_STATE, TT_E_INTERNAL,
    ]
    #expect(all == [0, 1, -1, -2, -3, -4, -5, -6, -7, -8, -9])
  }
}
