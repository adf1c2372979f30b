import TinyTroupeJSON
public import TinyTroupeYAML

extension PriceTable {
  /// Reads a table: `models`, each with `input`, `output` and perhaps `cached_input` and `reasoning` in
  /// dollars for a million tokens, and `as_of`, the day on which they held.
  ///
  /// - Throws: Everything that is wrong with it, with its place.
  public init(reading bytes: [UInt8], file: String) throws(DiagnosticList) {
    let root = try YAMLReader.read(bytes, file: file)
    let mistakes = Self.schema.check(root)
    guard mistakes.isEmpty else { throw DiagnosticList(mistakes) }
    var prices: [String: Price] = [:]
    for member in root["models"]?.members ?? [] { prices[member.key] = Price(member.node) }
    self.init(prices, asOf: root["as_of"]?.string)
  }

  private static let schema: TinyTroupeYAML.Schema = {
    do throws(DiagnosticList) {
      return try TinyTroupeYAML.Schema([
        "type": "object", "additionalProperties": false, "required": ["models"],
        "properties": [
          "as_of": ["type": "string"],
          "models": ["type": "object", "additionalProperties": Price.schema],
        ],
      ])
    } catch {
      preconditionFailure("The schema of a price table must itself be readable: \(error)")
    }
  }()
}

extension Price {
  /// What a price looks like in YAML.
  static let schema: JSON = {
    func amount(_ text: JSON) -> JSON {
      ["type": "number", "minimum": 0, "maximum": 1_000_000, "description": text]
    }
    return [
      "type": "object", "additionalProperties": false, "required": ["input", "output"],
      "properties": [
        "input": amount("Tokens of prompts."),
        "cached_input": amount("Tokens of prompts that the server had cached; else as input."),
        "output": amount("Tokens of replies."),
        "reasoning": amount("Tokens of replies that nobody sees; else as output."),
      ],
    ]
  }()

  /// Reads a price that fits the schema; nil for anything else.
  init?(_ node: YAMLNode) {
    guard let input = node["input"]?.scalar?.double, let output = node["output"]?.scalar?.double
    else { return nil }
    self.init(
      input: input, cachedInput: node["cached_input"]?.scalar?.double, output: output,
      reasoning: node["reasoning"]?.scalar?.double)
  }
}
