import Testing
import TinyTroupeJSON

@Suite struct JSONParserTests {
  @Test(
    "What is written is read back equal",
    arguments: [
      #"{"a":1,"b":[true,false,null],"c":{"d":"e"}}"#, "[]", "{}", #""\u0001\"\\ü""#,
      "-9223372036854775808", "9223372036854775807", "0.5", "[1,[2,[3]]]",
    ])
  func roundTrip(text: String) throws {
    #expect(try JSON(parsing: text).text == text)
  }

  @Test(
    "Anything but one strict document is refused with its place",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("01", 0), ("1.", 2), ("nul", 0), ("\"a", 2),
      ("{\"a\":1,}", 7),
      ("[1] 2", 4), ("{\"a\":1,\"a\":2}", 7), ("\"\\x\"", 2), ("\"\\ud800\"", 7), ("1e999", 0),
      ("\"\n\"", 1), ("-", 1),
    ])
  func refusal(text: String, offset: Int) {
    #expect { try JSON(parsing: text) } throws: { ($0 as? JSONError)?.offset == offset }
  }

  @Test func invalidUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSON(parsing: deep) }
  }

  @Test func escapesAreDecoded() throws {
    #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\n\/""#) == .string("é😀\n/"))
  }

  @Test func numbersKeepTheirKind() throws {
    #expect(try JSON(parsing: "12") == .integer(12))
    #expect(try JSON(parsing: "12.0") == .number(12))
    #expect(try JSON(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test func largeObjectsAreFoundByKey() throws {
    var object = JSONObject()
    for number in 0..<100 { object["k\(number)"] = .integer(Int64(number)) }
    object["k50"] = nil
    object["k51"] = "changed"
    #expect(object.count == 99)
    #expect(object["k99"] == 99)
    #expect(object["k51"] == "changed")
    #expect(try JSON(parsing: JSON.object(object).bytes) == .object(object))
  }

  @Test func canonicalSortsKeysAtEveryLevel() throws {
    let value = try JSON(parsing: #"{"b":{"d":1,"c":2},"a":[{"f":1,"e":2}]}"#)
    #expect(value.canonical.text == #"{"a":[{"e":2,"f":1}],"b":{"c":2,"d":1}}"#)
  }
}
