internal import TinyTroupeJSON

/// An interview question.
struct Question: Sendable {
  let text: String
  /// The JSON Schema of the values that are wanted; nil where words will do.
  let schema: JSON?
  /// The values in words: `rating (whole number from 1 to 5)`.
  let form: String

  init(_ json: JSON) {
    text = json["text"]?.string ?? ""
    schema = json["schema"]
    form = json["form"]?.string ?? ""
  }

  /// How values are to be given; nil where words will do.
  var instruction: String? {
    schema.map { _ in "Give under \"answer\": \(form). Put null for what you would not tell." }
  }
}
