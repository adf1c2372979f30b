public import TinyTroupeJSON

/// A question to people at a moment of the timeline, whose answers become a table.
public struct AskPlan: Sendable, Equatable {
  /// Whom it is put to: nil for everyone, otherwise names.
  public var to: [String]?
  /// The question.
  public var text: String
  /// The answer's fields in the contract's form, by name, in order; empty when the answer is what is said.
  public var fields: JSON
  /// Whether people know afterwards that they were asked, and what they answered.
  public var remember: Bool
  /// Persona paths to copy beside the fields (`persona.age`).
  public var columns: [String]
  /// The table's file below `results/`; nil for a name with the question's number.
  public var table: String?

  /// Makes a question.
  public init(
    to: [String]? = nil, text: String, fields: JSON = [:], remember: Bool = true,
    columns: [String] = [], table: String? = nil
  ) {
    self.to = to
    self.text = text
    self.fields = fields
    self.remember = remember
    self.columns = columns
    self.table = table
  }

  /// True when the answer is values, false when it is what is said.
  var wantsValues: Bool { fields.object?.isEmpty == false }

  /// The fields, one for the words of the answer where the study names none.
  var answerFields: [FieldSpec] {
    FieldSpec.list(wantsValues ? fields : ["answer": ["type": "string"]])
  }
}

extension SimulationPlan {
  /// The questions of the timeline, in order.
  var asks: [AskPlan] { timeline.asks }
}

extension [TimelineEntry] {
  /// The questions, in order.
  var asks: [AskPlan] {
    compactMap { entry in
      if case .ask(let plan) = entry { plan } else { nil }
    }
  }

  /// The files of the tables that come of the questions.
  var tableNames: [String] { asks.enumerated().map { $1.tableName(number: $0) } }
}

extension AskPlan {
  /// The table's file, below `results/`.
  ///
  /// - Parameter number: Which question of the timeline it is, from 0.
  func tableName(number: Int) -> String { table ?? "answers-\(number + 1).csv" }
}

extension AskPlan {
  /// The question in the agent contract's form.
  func form(of fields: [FieldSpec]) -> JSON {
    guard wantsValues else { return ["text": .string(text)] }
    let schema: JSON = [
      "type": "object",
      "properties": .object(JSONObject(fields.map { ($0.name, $0.schema) })),
      "required": .array(fields.map { .string($0.name) }), "additionalProperties": false,
    ]
    return [
      "text": .string(text), "schema": schema,
      "form": .string(fields.map(\.inWords).joined(separator: "; ")),
    ]
  }
}
