internal import TinyTroupeJSON

/// A file of the folders that the study grants.
public struct GrantedFile: Sendable, Hashable {
  /// Its name: the folder's last part and the path below it.
  public let name: String
  /// How many bytes it has.
  public let size: Int
}

/// A file's content.
public struct FileContent: Sendable, Hashable {
  /// The bytes.
  public let bytes: [UInt8]
  /// SHA-256 of the bytes, as hexadecimal digits.
  public let sha256: String
}

extension ServiceRequest where Answer == [GrantedFile] {
  /// Lists the files of the folders that the component's configuration names, in the order of their names.
  public static func files() -> ServiceRequest {
    ServiceRequest(.files, "list", [:]) { reply in
      try (reply.result.member("entries", of: .files).array ?? []).map {
        GrantedFile(name: $0["name"]?.string ?? "", size: $0["size"]?.integer ?? 0)
      }
    }
  }
}

extension ServiceRequest where Answer == FileContent {
  /// Reads a file by the name that the list gives it.
  public static func readFile(_ name: String) -> ServiceRequest {
    ServiceRequest(.files, "read", ["name": .string(name)]) { reply in
      FileContent(
        bytes: reply.body, sha256: try reply.result.member("sha256", of: .files).string ?? "")
    }
  }
}
