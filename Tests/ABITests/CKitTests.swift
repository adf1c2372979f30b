import Foundation
import Testing

@Suite("The kit for C")
struct CKitTests {
  @Test(
    "it compiles without a warning and passes its own tests", arguments: Compiler.Language.allCases)
  func passes(language: Compiler.Language) throws {
    let program = FileManager.default.temporaryDirectory.appending(path: "sdk-test-\(UUID())")
      .path()
    defer { try? FileManager.default.removeItem(atPath: program) }
    let built = try Compiler.compile("tests/sdk_test.c", as: language, ["-g", "-o", program])
    try #require(built.status == 0, "\(built.output)")
    let result = try Compiler.run([program])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output == "")
  }
}
