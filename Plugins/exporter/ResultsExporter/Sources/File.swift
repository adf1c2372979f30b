internal import TinyTroupeJSON
internal import TinyTroupePluginKit

extension Response {
  /// A file of text.
  static func file(_ content: String, _ mediaType: String) -> Response {
    Response(["content": .string(content), "media_type": .string(mediaType)])
  }
}
