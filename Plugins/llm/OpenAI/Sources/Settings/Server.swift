internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Where the models are and how the server wants to be spoken to.
struct Server: Sendable {
  /// Whose interface the server has.
  enum Interface: Sendable {
    /// OpenAI's own.
    case openai
    /// One that is compatible, such as llama.cpp, vLLM or Ollama.
    case compatible
    /// Azure's, where a deployment stands for the model.
    case azure(Azure)
  }

  /// What Azure wants to know besides.
  struct Azure: Sendable {
    let deployment: String?
    let embeddingDeployment: String?
    let version: String
  }

  /// The address without a slash at its end.
  let base: String
  let interface: Interface
  /// The name of the secret that holds the key.
  let secret: String

  private static let official = "https://api.openai.com/v1"

  init(_ reader: SettingsReader) throws {
    let api = try reader.text("api") ?? "openai"
    let address = try reader.text("base_url")
    switch api {
    case "openai":
      base = try Self.checked(address ?? Self.official, reader)
      interface = base.hasPrefix("https://api.openai.com/") ? .openai : .compatible
    case "azure":
      guard let address else {
        throw reader.wrong("base_url", "is missing. For Azure it is https://NAME.openai.azure.com.")
      }
      base = try Self.checked(address, reader)
      interface = .azure(try Azure(reader.section("azure")))
    default:
      throw reader.wrong("api", "is \"\(api)\", but must be openai or azure.")
    }
    secret = try Self.secret(reader) ?? api
  }

  private static func checked(_ address: String, _ reader: SettingsReader) throws -> String {
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
      throw reader.wrong("base_url", "is \"\(address)\", but must begin with http:// or https://.")
    }
    guard !address.contains("@") else {
      throw reader.wrong("base_url", "must not carry a password. Use 'api_key: {$secret: NAME}'.")
    }
    guard !address.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace }) else {
      throw reader.wrong("base_url", "must not have a query, a fragment or spaces.")
    }
    var base = address[...]
    while base.hasSuffix("/") { base.removeLast() }
    return String(base)
  }

  private static func secret(_ reader: SettingsReader) throws -> String? {
    guard let key = reader.value("api_key"), !key.isNull else { return nil }
    guard let name = key["$secret"]?.string else {
      throw reader.wrong("api_key", "takes only {$secret: NAME}, never the key itself.")
    }
    return name
  }
}

extension Server.Azure {
  fileprivate init(_ reader: SettingsReader) throws {
    deployment = try reader.text("deployment")
    embeddingDeployment = try reader.text("embedding_deployment")
    // The first version that is generally available and knows structured outputs.
    version = try reader.text("api_version") ?? "2024-10-21"
  }
}

// MARK: - Addresses

extension Server {
  /// The address for completing a conversation.
  func completions(model: String) -> String {
    guard case .azure(let azure) = interface else { return base + "/chat/completions" }
    return azure.address(base, azure.deployment ?? model, "chat/completions")
  }

  /// The address for making vectors.
  func embeddings(model: String) -> String {
    guard case .azure(let azure) = interface else { return base + "/embeddings" }
    return azure.address(base, azure.embeddingDeployment ?? model, "embeddings")
  }

  /// The address for listing models.
  var models: String {
    guard case .azure(let azure) = interface else { return base + "/models" }
    return "\(base)/openai/models?api-version=\(azure.version.percentEncoded)"
  }

  /// The environment variable that usually holds the key.
  var keyVariable: String { secret == "azure" ? "AZURE_OPENAI_API_KEY" : "OPENAI_API_KEY" }
}

extension Server.Azure {
  fileprivate func address(_ base: String, _ deployment: String, _ what: String) -> String {
    "\(base)/openai/deployments/\(deployment.percentEncoded)/\(what)"
      + "?api-version=\(version.percentEncoded)"
  }
}

extension String {
  /// The text as one part of an address (RFC 3986, unreserved characters stay).
  fileprivate var percentEncoded: String {
    let digits = Array("0123456789ABCDEF")
    return utf8.reduce(into: "") { text, byte in
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
        text.append(character)
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
