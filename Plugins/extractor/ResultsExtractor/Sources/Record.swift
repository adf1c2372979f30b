internal import TinyTroupeJSON
internal import Transcripts

/// One row of results.
struct Record: Sendable {
  enum Status: String {
    case answered
    case refused
    case missing
    case failed
  }

  let status: Status
  /// A value for each field, in order; null where it is unknown.
  let values: JSONObject
  let evidence: [Int]

  /// A record without values.
  static func empty(_ status: Status, _ fields: [Field]) -> Record {
    Record(
      status: status, values: JSONObject(fields.map { ($0.name, .null) }), evidence: [])
  }

  /// Reads a record of the model, which is not trusted: what is not of its kind becomes null, and
  /// evidence that the model cannot have seen is dropped.
  static func read(_ reply: JSON, _ fields: [Field], seen: Set<Int>) -> Record {
    guard let given = reply["values"]?.object else { return empty(.failed, fields) }
    let checked = fields.map { ($0.name, $0.checked(given[$0.name] ?? .null)) }
    let values = JSONObject(checked.map { ($0.0, $0.1 ?? .null) })
    if values.contains(where: { !$0.value.isNull }) {
      return Record(status: .answered, values: values, evidence: evidence(reply, seen))
    }
    if checked.contains(where: { $0.1 == nil }) { return empty(.failed, fields) }
    let status = reply["status"] == "refused" ? Status.refused : .missing
    return Record(status: status, values: values, evidence: evidence(reply, seen))
  }

  private static func evidence(_ reply: JSON, _ seen: Set<Int>) -> [Int] {
    var known: Set<Int> = []
    return (reply["evidence"]?.array ?? []).compactMap(\.integer).filter {
      seen.contains($0) && known.insert($0).inserted
    }
  }

  var json: JSON {
    [
      "status": .string(status.rawValue), "values": .object(values),
      "evidence": .array(evidence.map { .integer(Int64($0)) }),
    ]
  }
}

extension Record {
  /// More records than this are not believed.
  private static let most = 1000

  /// Reads a whole reply; at least one record comes of it.
  static func read(_ reply: String, _ inquiry: Inquiry, _ transcript: Transcript) -> [Record] {
    let seen = Set(transcript.items.map(\.id))
    guard let json = try? JSON(parsing: reply) else { return [.empty(.failed, inquiry.fields)] }
    guard inquiry.name == nil else { return [.read(json, inquiry.fields, seen: seen)] }
    guard let records = json["records"]?.array else { return [.empty(.failed, inquiry.fields)] }
    if records.isEmpty { return [.empty(.missing, inquiry.fields)] }
    return records.prefix(most).map { .read($0, inquiry.fields, seen: seen) }
  }
}
