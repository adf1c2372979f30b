import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.people/1`: interviews with copies of people, of which the people themselves know nothing.
struct PeopleService: Service {
  let forks: Forks

  /// More of a conversation than this is not read out to anybody.
  private static let longest = 50

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    guard request.op == "ask" else {
      return .now(.failure(.unknownOperation("tt.people", request.op)))
    }
    return .later { _ throws(PluginError) in try await ask(request) }
  }

  private func ask(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    guard let json = try? JSON(parsing: request.json), let name = json["name"]?.string,
      let text = json["text"]?.string, !text.isEmpty
    else { throw PluginError(.invalid, "tt.people ask needs a 'name' and a 'text'.") }
    if let own = (request.root.scope as? CallScope)?.person, own.name != name {
      throw PluginError(.invalid, "tt.people: \(own.name) cannot look into \(name)'s mind.")
    }
    let question = AskPlan(
      text: Self.told(json["earlier"]?.array ?? [], text), fields: json["fields"] ?? [:],
      remember: false)
    let act = try await forks.ask(name, question, request)
    let answer = Answer(act, question)
    var reply: JSONObject = ["status": .string(answer.status), "text": .string(answer.said)]
    if question.wantsValues { reply["values"] = answer.json(question) }
    return Reply(.object(reply))
  }

  /// The question with what was said before it.
  private static func told(_ earlier: [JSON], _ text: String) -> String {
    guard !earlier.isEmpty else { return text }
    let past = earlier.suffix(longest).map { exchange in
      "You were asked: \(exchange["question"]?.string ?? "")\n"
        + "You answered: \(exchange["answer"]?.string ?? "")"
    }
    return past.joined(separator: "\n") + "\nNow you are asked: \(text)"
  }
}
