public import TinyTroupeJSON

/// What `plugin.yaml` says: everything that may be known of a plugin without running it.
public struct Manifest: Sendable {
  /// One thing that the plugin provides.
  public struct Provided: Sendable {
    /// The kind: `agent`, `tool`, ….
    public let kind: String
    /// The name that a study uses.
    public let name: String
    /// The contract that it fulfils, such as `tool/1`.
    public let contract: String
    /// JSON Schema of its configuration; nil when it takes none.
    public let schema: JSON?
    /// True when calls of one instance may not overlap.
    public let isSerial: Bool
    /// True when it is used where a study names nothing of its kind.
    public let isDefault: Bool
    /// True when using it costs nothing.
    public let isFree: Bool
    /// For `use: auto`: how much it is preferred, and the environment variable that must be set.
    public let auto: Auto?
    /// Whether a model backend can look at pictures.
    public let takesImages: Bool
    /// The parts of personas that an environment may read, as dotted paths: `preferences.interests`.
    public let persona: [String]
    /// One sentence for people.
    public let text: String
  }

  /// When `use: auto` may pick a component.
  public struct Auto: Sendable {
    /// Higher is preferred.
    public let rank: Int
    /// The environment variable that must be set; nil when none is needed.
    public let environment: String?
  }

  /// The manifest's own absolute path.
  public let path: String
  /// The plugin's id.
  public let id: String
  /// Its version.
  public let version: String
  /// The absolute path of its library; where it should be when it is not there.
  public let library: String
  /// `shared`, `self-contained` or `none`.
  public let runtime: String
  /// The language it was written in.
  public let language: String
  /// What it provides.
  public let provides: [Provided]
  /// Services that it may ask for, required or optional.
  public let services: Set<String>
  /// Hosts that it may reach; `*` for those that its configuration names.
  public let network: [String]
  /// Places in its configuration that name folders or files which it may read: `config:folders`,
  /// `config:sources.*.file`.
  public let files: [String]
  /// Programs that it may run.
  public let programs: [String]
  /// Secrets that it may name, with the environment variable that holds each.
  public let secrets: [String: String]

  /// The provided component of a kind and name.
  public func component(_ kind: String, _ name: String) -> Provided? {
    provides.first { $0.kind == kind && $0.name == name }
  }
}
