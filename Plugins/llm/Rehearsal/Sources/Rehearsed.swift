internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One answer of a rehearsal.
struct Rehearsed {
  let content: String
  let wantsDeltas: Bool
  private let messages: [UInt8]

  init(_ request: Request, seed: UInt64, _ known: Acquaintance) throws {
    messages = request.body
    do {
      let members = try JSONSlices(of: request.bytes[...])
      wantsDeltas = members["stream"]?.first == UInt8(ascii: "t")
      let purpose = try members.value("purpose")?.string ?? ""
      let about = try About(
        members["about"].map { slice throws(JSONError) in try JSONSlices(of: slice) },
        purpose: purpose, people: known.people)
      let view = Viewpoint(about, seed: seed)
      content = Self.content(
        about, view,
        schema: try members["schema"].map { slice throws(JSONError) in
          try known.schemas.value(of: slice)
        })
    } catch {
      throw PluginFailure(.invalid, "The request is not valid JSON: \(error).")
    }
  }

  private static func content(_ about: About, _ view: Viewpoint, schema: JSON?) -> String {
    if let schema {
      return FormFiller(about: about, view: view, root: schema).fill(schema).text
    }
    guard about.purpose == "act" else { return Prose(about: about, view: view).main }
    let form = FormFiller(about: about, view: view)
    return form.fill(Self.turnSchema).text
  }

  /// A turn when no schema says otherwise.
  private static let turnSchema: JSON = [
    "type": "object",
    "properties": ["actions": ["type": "array", "items": [:]], "state": ["type": "object"]],
  ]

  /// The response; a quarter of the characters stands for the tokens.
  var response: Response {
    var characters = 0
    for byte in messages where byte & 0xC0 != 0x80 { characters += 1 }
    let result: JSON = [
      "content": .string(content), "finish": "stop", "model": "rehearsal",
    ]
    return Response(
      result,
      usage: [
        "input_tokens": .integer(Int64(characters / 4)),
        "output_tokens": .integer(Int64(content.unicodeScalars.count / 4)),
      ])
  }
}
