import TinyTroupeYAML

extension Picture {
  /// Why a picture cannot be shown.
  public struct Unusable: Error, Sendable, Hashable {
    /// The reason, in words that complete "it cannot be shown: …".
    public let reason: String
  }

  /// Takes a file, a URL or a data URI; it reads files, so it is not for the cooperative pool.
  ///
  /// - Throws: That there is no such file, or that it is no picture.
  public init(named name: String) throws(Unusable) {
    let found: Picture?
    do throws(Mistake) {
      found = try Picture(address: name)
    } catch {
      throw Unusable(reason: error.reason)
    }
    let bytes = found == nil ? try Self.content(of: name) : []
    do throws(Mistake) {
      if let found { self = found } else { try self.init(bytes, name: FilePath.name(of: name)) }
    } catch {
      throw Unusable(reason: error.reason)
    }
  }

  private static func content(of file: String) throws(Unusable) -> [UInt8] {
    do throws(SourceFile.Unreadable) {
      return try SourceFile.read(file).bytes
    } catch {
      throw Unusable(reason: error.reason)
    }
  }
}

extension Picture.Mistake {
  /// The mistake in words.
  var reason: String {
    switch self {
    case .unknownFormat: "it is no PNG, JPEG, GIF or WebP"
    case .tooLarge(let size): "it has \(size) bytes, and models take \(Picture.sizeLimit)"
    case .badDataURI: "the data URI cannot be read"
    }
  }
}
