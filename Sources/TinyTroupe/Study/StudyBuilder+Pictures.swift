import TinyTroupeYAML

extension StudyBuilder {
  /// Reads the picture of a `broadcast` or `say`: a file, a URL or a data URI.
  mutating func picture(_ node: YAMLNode?) -> Picture? {
    guard let node, let text = node.string else { return nil }
    do throws(Picture.Mistake) {
      if let picture = try Picture(address: text) { return picture }
      return try file(text, at: node.location)
    } catch {
      findings.add(
        .noPicture(text.hasPrefix("data:") ? "the data URI" : text, error, node.location))
      return nil
    }
  }

  private mutating func file(
    _ name: String, at location: SourceLocation
  ) throws(Picture.Mistake) -> Picture? {
    let path = source.path(of: name, at: location)
    let text: SourceText
    do throws(SourceFile.Unreadable) {
      text = try source.archive.read(path)
    } catch {
      findings.add(.cannotRead(path, error.reason, at: location))
      return nil
    }
    findings.add(text)
    return try Picture(text.bytes, name: FilePath.name(of: path))
  }

  /// What something is perceived as: a picture is seen.
  mutating func form(_ node: YAMLNode, hasPicture: Bool) -> String {
    guard hasPicture else { return node["as"]?.string ?? "conversation" }
    if let form = node["as"], form.string != "visual" {
      findings.add(.pictureIsSeen(form.location))
    }
    return "visual"
  }
}

extension Diagnostic {
  static func noPicture(
    _ name: String, _ mistake: Picture.Mistake, _ location: SourceLocation
  ) -> Diagnostic {
    switch mistake {
    case .unknownFormat:
      Diagnostic(
        "'\(name)' is no picture", at: location, hint: "it must be a PNG, JPEG, GIF or WebP")
    case .tooLarge(let size):
      Diagnostic(
        "the picture '\(name)' has \(size) bytes; models take \(Picture.sizeLimit)", at: location,
        hint: "make it smaller")
    case .badDataURI:
      Diagnostic(
        "the data URI cannot be read", at: location, hint: "write data:image/png;base64,…")
    }
  }

  static func pictureIsSeen(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("a picture is seen", at: location, hint: "write 'as: visual', or leave 'as' out")
  }
}
