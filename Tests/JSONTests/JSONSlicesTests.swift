import Testing
import TinyTroupeJSON

@Suite struct JSONSlicesTests {
  @Test func membersAreFoundAsTheyStandInTheText() throws {
    let text = Array(#" { "a" : [1, {"b":"]}"}] ,"c":"x\"}" , "d": -1.5,"e":{},"f":true}"#.utf8)
    let slices = try JSONSlices(of: text[...])
    #expect(try #require(slices["a"]).elementsEqual(#"[1, {"b":"]}"}]"#.utf8))
    #expect(try slices.value("c") == .string("x\"}"))
    #expect(try slices.value("d") == .number(-1.5))
    #expect(try slices.value("e") == .object([:]))
    #expect(try slices.value("f") == .bool(true))
    #expect(slices["b"] == nil)
  }

  @Test("Strings end at their quotes, wherever these stand", arguments: 0..<20)
  func stringEnds(length: Int) throws {
    let plain = String(repeating: "a", count: length)
    for value in [plain, plain + "\\", plain + "\"é", plain + "\\\"" + plain] {
      let object: JSON = ["k": .string(value), "z": .string(plain)]
      let slices = try JSONSlices(of: object.bytes[...])
      #expect(try slices.value("k") == .string(value))
      #expect(try slices.value("z") == .string(plain))
    }
  }

  @Test func aKeyWrittenWithEscapesIsTheSameKey() throws {
    let text = Array(#"{"\u0061":1}"#.utf8)
    #expect(try JSONSlices(of: text[...]).value("a") == 1)
    #expect(try JSON.slice(of: text[...], at: "a") == text[10...10])
  }

  @Test func aPathLeadsToTheTextOfItsValue() throws {
    let text = Array(#"{"x":{"skip":"{"},"about":{"persona":{"name":"Lisa"},"turn":3}}"#.utf8)
    let name = try JSON.slice(of: text[...], at: "about", "persona", "name")
    #expect(try #require(name).elementsEqual(#""Lisa""#.utf8))
    #expect(try JSON.slice(of: text[...], at: "about", "turn", "deeper") == nil)
    #expect(try JSON.slice(of: text[...], at: "nothing") == nil)
  }

  @Test(
    "A broken outline is refused with its place",
    arguments: [
      ("[1]", 0), ("", 0), (#"{"a"}"#, 4), (#"{"a":1 "b":2}"#, 7), (#"{"a":[1"#, 5),
      (#"{"a":"b"#, 5), (#"{a:1}"#, 1), (#"{"a":}"#, 5), (#"{"a":1,"#, 7), (#"{"a":"\"#, 5),
    ])
  func refusal(text: String, offset: Int) {
    #expect { try JSONSlices(of: Array(text.utf8)[...]) } throws: {
      ($0 as? JSONError)?.offset == offset
    }
  }
}
