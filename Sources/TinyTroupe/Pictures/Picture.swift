import Foundation
import TinyTroupeDigest

/// A picture that people can see: a file's content, or an address at which a model's server finds it.
public struct Picture: Sendable, Hashable {
  /// Why something is no picture.
  public enum Mistake: Error, Hashable {
    /// It is none of the formats that models take.
    case unknownFormat
    /// It is larger than servers take; the value is how many bytes it has.
    case tooLarge(Int)
    /// It says that it is a data URI and cannot be read as one.
    case badDataURI
  }

  /// Larger pictures are refused by servers.
  public static let sizeLimit = 8 << 20

  /// The SHA-256 of the address by which it is sent, in hexadecimal digits: the same picture has one id.
  public let id: String
  /// What people call it: the file's name.
  public let name: String
  /// A data URI, or an address on the network.
  let address: String

  /// Takes a file's content.
  ///
  /// - Throws: That it is no picture.
  public init(_ bytes: [UInt8], name: String) throws(Mistake) {
    guard bytes.count <= Self.sizeLimit else { throw .tooLarge(bytes.count) }
    guard let media = Self.media(bytes) else { throw .unknownFormat }
    self.init(
      address: "data:\(media);base64,\(Data(bytes).base64EncodedString())", name: name)
  }

  /// Takes an address: a data URI, whose content is looked at, or `http` and `https`, which is not.
  ///
  /// - Returns: Nil when it is no address.
  /// - Throws: That a data URI holds no picture.
  public init?(address: String) throws(Mistake) {
    if address.hasPrefix("data:") {
      guard let comma = address.firstIndex(of: ","), address[..<comma].hasSuffix(";base64"),
        let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
      else { throw .badDataURI }
      try self.init(Array(data), name: "picture")
    } else if address.hasPrefix("https://") || address.hasPrefix("http://") {
      let end = address.split(separator: "/").last.map(String.init) ?? address
      self.init(address: address, name: String(end.prefix { $0 != "?" && $0 != "#" }))
    } else {
      return nil
    }
  }

  private init(address: String, name: String) {
    self.address = address
    // A name stands in prompts, in one line.
    self.name = String(name.filter { !$0.isNewline }.prefix(80))
    id = SHA256Digest(of: Array(address.utf8)).description
  }

  /// The type by the first bytes, of those that models take.
  private static func media(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) {
      return "image/gif"
    }
    let isWebP = bytes.starts(with: Array("RIFF".utf8)) && bytes.count > 12
    return isWebP && bytes[8..<12].elementsEqual("WEBP".utf8) ? "image/webp" : nil
  }
}

extension SimulationPlan {
  /// The pictures that people may get to see.
  var pictures: [Picture] {
    let told = timeline.compactMap { entry -> Picture? in
      if case .stimulus(let stimulus, _) = entry { stimulus.picture } else { nil }
    }
    return told + interventions.flatMap(\.effects).compactMap(\.picture)
  }
}
