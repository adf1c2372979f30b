import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeYAML

/// One operation of a contract, by its place: `tool.yaml perform`.
struct Operation: CustomTestStringConvertible {
  let name: String
  let node: YAMLNode

  var testDescription: String { name }

  /// Every operation of every contract.
  static func all() throws -> [Operation] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../plugin-sdk/contracts").standardizedFileURL.path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try files.filter { $0.hasSuffix(".yaml") }.flatMap { file in
      let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
      let node = try YAMLReader.read(Array(data), file: file)
      return try #require(node["operations"]?.members).map {
        Operation(name: "\(file) \($0.key)", node: $0.node)
      }
    }
  }

  /// The schema of what results look like.
  func result() throws -> Schema { try Schema(#require(node["result"])) }

  /// The schema of requests, opened: unknown members of a request are ignored.
  func request() throws -> Schema {
    let json = try #require(node["request"]).json
    return try Schema(Self.open(json))
  }

  func examples() throws -> [YAMLNode] { try #require(node["examples"]?.elements) }

  private static func open(_ json: JSON) -> JSON {
    switch json {
    case .array(let elements): return .array(elements.map(open))
    case .object(let members):
      var object = JSONObject(members.map { ($0.key, open($0.value)) })
      if object["properties"] != nil, object["additionalProperties"] == nil {
        object["additionalProperties"] = true
      }
      return .object(object)
    default: return json
    }
  }
}

/// The contracts' own examples keep their own rules.
@Suite struct ContractTests {
  private static let operations = Result { try Operation.all() }

  @Test func everyKindOfThisVersionHasItsOperations() throws {
    #expect(
      try Self.operations.get().map(\.name) == [
        "agent.yaml describe", "agent.yaml act", "enricher.yaml enrich", "environment.yaml open",
        "environment.yaml observe", "environment.yaml step", "environment.yaml close",
        "exporter.yaml export", "extractor.yaml check", "extractor.yaml extract",
        "factory.yaml generate",
        "judge.yaml judge", "llm.yaml complete",
        "llm.yaml embed",
        "llm.yaml models",
        "memory.yaml write", "memory.yaml query", "memory.yaml consolidate", "memory.yaml forget",
        "reporter.yaml write", "tool.yaml describe", "tool.yaml perform",
      ])
  }

  @Test("Every operation says how it answers", arguments: try operations.get())
  func keys(operation: Operation) throws {
    let known = ["style", "text", "body", "request", "result", "usage", "errors", "examples"]
    #expect(operation.node.members?.map(\.key).filter { !known.contains($0) } == [])
    #expect(["pending", "blocking"].contains(operation.node["style"]?.string))
    #expect(operation.node["text"]?.string?.hasSuffix(".") == true)
  }

  @Test(
    "Every operation has two or three examples that keep its schemas",
    arguments: try operations.get())
  func conformance(operation: Operation) throws {
    let examples = try operation.examples()
    #expect((2...3).contains(examples.count))
    for example in examples {
      #expect(example.members?.map(\.key).filter { !["request", "result"].contains($0) } == [])
      let request = try operation.request().check(#require(example["request"]))
      #expect(request.map(\.description) == [])
      let result = try operation.result().check(#require(example["result"]))
      #expect(result.map(\.description) == [])
    }
  }

  @Test("No two examples of an operation are the same", arguments: try operations.get())
  func variety(operation: Operation) throws {
    let texts = try operation.examples().map {
      "\($0["request"]?.json.text ?? "") \($0["result"]?.json.text ?? "")"
    }
    #expect(Set(texts).count == texts.count)
  }

  @Test(
    "An unknown member of a result is refused, one of a request is not",
    arguments: try operations.get())
  func unknownMembers(operation: Operation) throws {
    for example in try operation.examples() {
      let result = try #require(example["result"]).json.adding("surprise")
      #expect(try operation.result().check(result) == ["unknown key 'surprise'"])
      let request = try #require(example["request"]).json.adding("surprise")
      #expect(try operation.request().check(request) == [])
    }
  }

  @Test("A result that lacks what is required is refused", arguments: try operations.get())
  func missingMembers(operation: Operation) throws {
    for key in (operation.node.at("result.required")?.elements ?? []).compactMap(\.string) {
      for example in try operation.examples() {
        let result = try #require(example["result"]).json.removing(key)
        #expect(try operation.result().check(result) == ["the key '\(key)' is missing"])
      }
    }
  }
}

extension JSON {
  fileprivate func adding(_ key: String) -> JSON {
    var members = object ?? JSONObject()
    members[key] = 1
    return .object(members)
  }

  fileprivate func removing(_ key: String) -> JSON {
    .object(
      JSONObject((object ?? JSONObject()).filter { $0.key != key }.map { ($0.key, $0.value) }))
  }
}
