internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A question, and what copies of people answered.
struct Interview: Sendable {
  let question: String
  let answers: [(name: String, text: String)]

  /// Puts the question to copies of all people at once; the answers stand in the people's order.
  static func hold(
    _ question: String, number: Int, with names: [String], _ call: Call
  ) async throws -> Interview {
    let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (position, name) in names.enumerated() {
        group.addTask {
          let answer = try await call.send(
            .askFork(["name": .string(name), "text": .string(question)]),
            label: "\(number)-\(position)")
          return (position, answer["text"]?.string ?? "")
        }
      }
      var answers = [String](repeating: "", count: names.count)
      for try await (position, text) in group { answers[position] = text }
      return answers
    }
    return Interview(
      question: question,
      answers: zip(names, answers).map { ($0, $1.isEmpty ? "(says nothing)" : oneLine($1)) })
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
