public import TinyTroupeJSON

extension ServiceRequest where Answer == JSON {
  /// Has a claim judged: `{claim, of}`, where `of` is somebody's name or `world`; the answer is that of
  /// `judge` in the contract `judge`.
  public static func check(_ request: JSON) -> ServiceRequest {
    ServiceRequest(.judge, "check", request) { try $0.result }
  }
}
