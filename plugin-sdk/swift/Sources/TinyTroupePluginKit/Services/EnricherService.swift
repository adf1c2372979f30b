public import TinyTroupeJSON

extension ServiceRequest where Answer == JSON {
  /// Has content or a persona enriched; request and answer are those of `enrich` in the contract
  /// `enricher`, with the enricher's name under `use` where it is not the default one.
  public static func enrich(_ request: JSON, body: [UInt8] = []) -> ServiceRequest {
    ServiceRequest(.enricher, "enrich", request, body: body) { try $0.result }
  }
}
