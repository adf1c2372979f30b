import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("The value in what a model said")
struct ReplyContentTests {
  private func found(_ content: String) -> ReplyContent.Found? {
    try? ReplyContent.value(in: content)
  }

  @Test(
    "a fence or prose around exactly one value is no obstacle",
    arguments: [
      (#"{"a":1}"#, nil), (" [1, 2]\n", nil),
      ("```json\n{\"a\":1}\n```", #"{"a":1}"#),
      ("```\n[1]\n```", "[1]"),
      ("```JSON {\"a\":1}```", #"{"a":1}"#),
      ("Sure! Here you are:\n\n```json\n{\"a\":1}\n```\nAnything else?", #"{"a":1}"#),
      ("Sure: {\"a\":{\"b\":\"}\"}} I hope this helps.", #"{"a":{"b":"}"}}"#),
      ("```json\n{\"a\":\"use ``` here\"}\n```", #"{"a":"use ``` here"}"#),
      ("```json\n{\"a\":1}", #"{"a":1}"#),
      ("\u{FEFF}{\"a\":1}", #"{"a":1}"#),
    ])
  func lenient(content: String, text: String?) throws {
    let value = try #require(found(content))
    #expect(value.text == text)
    #expect(try JSON(parsing: text ?? content) == value.value)
  }

  @Test(
    "where two can be meant, or none, nothing is guessed",
    arguments: [
      "", "Good morning.", "{", "}{", "} {", "```", "``````", "```json\n```",
      #"{"a":1} {"a":2}"#, #"{"a":1} or {"a":2}"#, "```\n{\"a\":1}\n```\n```\n{\"a\":2}\n```",
      #"{"a":1,"a":2}"#, #"Say {"a":1,"a":2}"#, "{'a': 1}", #"{"a":1,}"#,
      #"<think>{"a":1}</think>{"a":2}"#, "{\"a\":\u{1}}",
    ])
  func strict(content: String) {
    #expect(found(content) == nil)
  }

  @Test("what is hostile costs no more than its length")
  func hostile() {
    #expect(found(String(repeating: "{", count: 200_000)) == nil)
    #expect(found(String(repeating: "```", count: 100_000)) == nil)
    #expect(found(String(repeating: "{}", count: 100_000)) == nil)
    #expect(found("```" + String(repeating: " ", count: 200_000) + "```") == nil)
  }

  @Test("the mistake that is told is that of the whole content")
  func mistake() {
    let error = #expect(throws: JSONError.self) { try ReplyContent.value(in: "Well, {\"a\":") }
    #expect(error.map { "\($0)" } == "unexpected character at byte 0")
  }
}
