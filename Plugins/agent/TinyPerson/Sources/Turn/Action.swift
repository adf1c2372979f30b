internal import TinyTroupeJSON

/// One thing that the person does.
struct Action: Sendable, Hashable {
  let type: String
  var target: String
  let content: String

  static let done = Action(type: ActionKind.done.type, target: "", content: "")

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", type)
      writer.member("target", target)
      writer.member("content", content)
    }
  }
}
