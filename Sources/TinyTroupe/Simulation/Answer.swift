import TinyTroupeJSON

/// What somebody answered, checked.
struct Answer {
  var values: [JSON]
  /// answered; refused, by a person who gave no value; missing; failed.
  var status: String
  var said = ""
  /// Why values were not taken.
  var mistakes: [String] = []

  /// The answer of somebody whose turn failed.
  static func failed(_ plan: AskPlan) -> Answer {
    Answer(values: plan.answerFields.map { _ in .null }, status: "failed")
  }

  private init(values: [JSON], status: String) {
    self.values = values
    self.status = status
  }

  init(_ act: Turn.Act, _ plan: AskPlan) {
    let fields = plan.answerFields
    values = fields.map { _ in .null }
    status = "failed"
    said = act.actions.filter { $0.type == "TALK" }.map(\.content).joined(separator: "\n")
    guard plan.wantsValues else {
      values = [said.isEmpty ? .null : .string(said)]
      status = said.isEmpty ? "missing" : "answered"
      return
    }
    guard let given = act.answer?.object else {
      status = "missing"
      return
    }
    let checked = fields.map { $0.checked(given[$0.name]) }
    values = checked.map(\.value)
    mistakes = checked.compactMap(\.mistake)
    let isEmpty = values.allSatisfy(\.isNull)
    status = isEmpty ? (mistakes.isEmpty ? "refused" : "failed") : "answered"
  }

  func eventPayload(_ plan: AskPlan, _ question: Int) -> JSONObject {
    var payload: JSONObject = [
      "question": .integer(Int64(question)), "status": .string(status),
      "values": json(plan),
    ]
    if !said.isEmpty { payload["text"] = .string(said) }
    if !mistakes.isEmpty { payload["mistakes"] = .array(mistakes.map { .string($0) }) }
    return payload
  }

  /// The values by the names of their fields.
  func json(_ plan: AskPlan) -> JSON {
    .object(JSONObject(zip(plan.answerFields.map(\.name), values)))
  }
}
