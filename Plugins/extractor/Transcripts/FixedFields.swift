public import TinyTroupeJSON
public import TinyTroupePluginKit

/// The fields that a study asks of an extractor which has fields of its own.
public struct FixedFields: Sendable {
  private let names: [String]

  /// Reads the names from an extraction's request.
  ///
  /// - Parameters:
  ///   - known: The fields that there are.
  ///   - what: What has them, for the message: `validator: an interview`.
  /// - Throws: `PluginFailure` with `.invalid` for a field that there is not.
  public init(_ request: JSON, known: [String], of what: String) throws {
    names = request["fields"]?.object?.keys.map { $0 } ?? []
    guard let stray = names.first(where: { !known.contains($0) }) else { return }
    throw PluginFailure(
      .invalid, "\(what) has no '\(stray)'. Its fields are: \(known.joined(separator: ", ")).")
  }

  /// The extraction's result: one record with the values of these fields.
  public func response(_ found: JSON, isAnswered: Bool, evidence: JSON = []) -> Response {
    let record: JSON = [
      "status": isAnswered ? "answered" : "failed",
      "values": .object(JSONObject(names.map { ($0, found[$0] ?? .null) })), "evidence": evidence,
    ]
    return Response(["records": [record]])
  }
}
