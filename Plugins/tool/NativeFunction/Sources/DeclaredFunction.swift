internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A C function as a study declares it.
struct DeclaredFunction: Sendable {
  private struct Argument: Sendable {
    let name: String
    let type: String
    let text: String

    /// What the person may give, as JSON Schema; whole numbers within the type's range.
    var schema: JSON {
      var schema: JSONObject = ["type": .string(Self.jsonType(type))]
      if let (least, most) = Self.range(type) {
        schema["minimum"] = .integer(least)
        schema["maximum"] = .integer(most)
      }
      if !text.isEmpty { schema["description"] = .string(text) }
      return .object(schema)
    }

    private static func jsonType(_ type: String) -> String {
      switch type {
      case "bool": "boolean"
      case "string": "string"
      case "float", "double": "number"
      default: "integer"
      }
    }

    private static func range(_ type: String) -> (Int64, Int64)? {
      guard type.hasPrefix("int") || type.hasPrefix("uint"),
        let bits = Int64(type.drop { $0.isLetter })
      else { return nil }
      if type.hasPrefix("u") { return (0, bits == 64 ? .max : (1 << bits) - 1) }
      let most: Int64 = bits == 64 ? .max : (1 << (bits - 1)) - 1
      return (-most - 1, most)
    }
  }

  let type: String
  let symbol: String
  /// How long a call may take.
  let milliseconds: Int
  private let text: String
  private let library: String
  private let returns: String
  private let arguments: [Argument]
  private let effects: String

  init(_ json: JSON) throws {
    func text(_ key: String) throws -> String {
      guard let value = json[key]?.string, !value.isEmpty else {
        throw PluginFailure(.invalid, "native: a function lacks its '\(key)'.")
      }
      return value
    }
    type = try text("action")
    self.text = try text("text")
    library = try text("library")
    symbol = try text("symbol")
    returns = try text("returns")
    effects = json["effects"]?.string ?? "external"
    milliseconds = Int((json["timeout"]?.double ?? 10) * 1000)
    arguments = (json["arguments"]?.array ?? []).map {
      Argument(
        name: $0["name"]?.string ?? "", type: $0["type"]?.string ?? "",
        text: $0["text"]?.string ?? "")
    }
    guard library.hasPrefix("/") || !library.contains("/") else {
      throw PluginFailure(
        .invalid, "native: '\(library)' is neither a library's name nor an absolute path.")
    }
  }

  /// The action for the person.
  var action: JSON {
    let properties = JSONObject(arguments.map { ($0.name, $0.schema) })
    return [
      "type": .string(type), "text": .string(text), "effects": .string(effects), "when": "now",
      "idempotent": .bool(effects == "none"),
      "input": [
        "type": "object", "additionalProperties": false, "properties": .object(properties),
        "required": .array(arguments.map { .string($0.name) }),
      ],
    ]
  }

  /// What the helper is given: library, symbol, types and values.
  func words(_ input: JSON) throws -> [String] {
    var words = [library, symbol, returns]
    for argument in arguments {
      let value = input[argument.name] ?? .null
      let word = value.string ?? value.text
      guard !word.utf8.contains(0) else {
        throw PluginFailure(.invalid, "\(argument.name) holds a character that no C text has.")
      }
      words += [argument.type, word]
    }
    return words
  }

  /// What the person perceives of a result.
  func response(_ output: String) -> Response {
    let value: JSON =
      returns == "string" ? .string(output) : (try? JSON(parsing: output)) ?? .string(output)
    let said = returns == "void" ? "\(type) is done." : "\(type) gives \(output)."
    return Response(["text": .string(said), "data": value])
  }
}
