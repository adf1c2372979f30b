/// Why a plugin cannot be used: what, where, why, and what to do next.
public struct LoadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is; it can grow.
  public struct Code: Hashable, Sendable {
    private let name: String
    private init(_ name: String) { self.name = name }

    /// The file cannot be read, or is not where the manifest says.
    public static let missing = Code("missing")
    /// The file is no shared library for this machine.
    public static let notALibrary = Code("notALibrary")
    /// Others could replace the file.
    public static let unsafeFolder = Code("unsafeFolder")
    /// The dynamic loader refused it.
    public static let cannotOpen = Code("cannotOpen")
    /// It has no entry point of this ABI.
    public static let noEntry = Code("noEntry")
    /// It needs a newer ABI or another toolchain.
    public static let incompatible = Code("incompatible")
    /// What it says of itself is incomplete or contradicts its manifest.
    public static let dishonest = Code("dishonest")
    /// Two plugins claim one id.
    public static let duplicate = Code("duplicate")
    /// The user has not allowed it to run in this process.
    public static let notTrusted = Code("notTrusted")
    /// Its `start` failed.
    public static let startFailed = Code("startFailed")
  }

  /// What kind of failure it is.
  public let code: Code
  /// The whole message.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

// MARK: - Texts

extension LoadError {
  static func missing(_ path: String, manifest: String) -> LoadError {
    LoadError(
      .missing,
      "\(path): no such file, although \(manifest) names it. Build the plugin, or correct 'library:'."
    )
  }

  static func notALibrary(_ path: String, _ why: String) -> LoadError {
    LoadError(
      .notALibrary,
      "\(path): not a shared library for this machine: \(why). Rebuild the plugin here.")
  }

  static func unsafeFolder(_ folder: String) -> LoadError {
    LoadError(
      .unsafeFolder,
      "\(folder): anyone may write into this folder, so anyone could replace the plugin. Run: chmod o-w '\(folder)'"
    )
  }

  static func cannotOpen(_ file: String, _ reason: String) -> LoadError {
    LoadError(
      .cannotOpen,
      "\(file): cannot open: \(reason) (dlopen). Install what it needs, or set its RUNPATH. Try: ldd \(file)"
    )
  }

  static func noEntry(_ file: String, other: Int?) -> LoadError {
    let found =
      other.map { " Found 'tt_plugin_main_v\($0)': this plugin needs kernel \($0).x." }
      ?? " Export it, with default visibility and C linkage."
    return LoadError(.noEntry, "\(file): no entry symbol 'tt_plugin_main_v1'.\(found)")
  }

  static func newerABI(_ file: String, needs: UInt32, offers: UInt32) -> LoadError {
    LoadError(
      .incompatible,
      "\(file): plugin needs ABI 1.\(needs), this kernel offers 1.\(offers). Rebuild with TT_NEED_MINOR \(offers) or lower, or update the kernel."
    )
  }

  static func otherMajor(_ file: String, _ major: UInt32) -> LoadError {
    LoadError(
      .incompatible,
      "\(file): its descriptor says ABI \(major), but 'tt_plugin_main_v1' must say 1. Rebuild it against tinytroupe/plugin.h."
    )
  }

  static func otherToolchain(_ file: String, built: String, host: String) -> LoadError {
    LoadError(
      .incompatible,
      "\(file): built with \(built), kernel runs \(host). Rebuild it with \(host), or self-contained (runtime: self-contained)."
    )
  }

  static func dishonest(_ file: String, _ what: String) -> LoadError {
    LoadError(.dishonest, "\(file): \(what)")
  }

  static func mismatch(
    _ file: String, _ manifest: String, _ what: String, says: String, is actual: String
  ) -> LoadError {
    LoadError(
      .dishonest,
      "\(file): the library says \(what) '\(actual)', its manifest \(manifest) says '\(says)'. Make them agree."
    )
  }

  static func duplicate(_ id: String, _ first: String, _ second: String) -> LoadError {
    LoadError(
      .duplicate,
      "Two plugins claim the id '\(id)': \(first) and \(second). Remove one, or give it another id."
    )
  }

  static func notTrusted(_ id: String, _ folder: String) -> LoadError {
    LoadError(
      .notTrusted,
      "\(id): this plugin comes from \(folder), and code from there runs in this process only if you allow it. If you trust it: --trust \(id)"
    )
  }

  static func startFailed(_ id: String, _ reason: String) -> LoadError {
    LoadError(.startFailed, "\(id): its start failed: \(reason)")
  }
}
