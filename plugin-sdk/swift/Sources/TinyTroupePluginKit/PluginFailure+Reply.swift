internal import TinyTroupeJSON

extension PluginFailure {
  /// Whether a call of `tt.llm` failed because of what the model replied to it, so that the next one may do
  /// better; any other failure would meet that one as well.
  public var isAboutReply: Bool {
    let reasons: Set<JSON> = ["refusal", "content_filter", "schema", "empty"]
    return reasons.contains(detail["reason"] ?? .null)
  }
}
