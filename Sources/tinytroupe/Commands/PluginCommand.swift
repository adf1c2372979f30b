import ArgumentParser
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// `tinytroupe plugin`: what can be used, and where it comes from.
struct PluginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin", abstract: "Shows, makes and examines plugins.",
    subcommands: [
      PluginListCommand.self, PluginInfoCommand.self, NewCommand.self, BuildCommand.self,
      DoctorCommand.self, ExamineCommand.self,
    ])
}

/// `tinytroupe plugin list`.
struct PluginListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the components that a study can use.")

  @OptionGroup var plugins: PluginOptions

  func run() async throws {
    let registry = try plugins.registry()
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let rows = registry.entries.flatMap { entry in
      entry.manifest.provides.map { provided in
        [
          provided.kind, provided.name + (provided.isDefault ? " (default)" : ""),
          entry.manifest.id, entry.manifest.version,
          entry.origin == .firstParty ? "built in" : "third party",
        ]
      }
    }
    let sorted = rows.sorted { $0.lexicographicallyPrecedes($1) }
    let header = ["kind", "name", "plugin", "version", "origin"]
    for line in Table.lines(header: header, rows: sorted, terminal: terminal) {
      StandardOutput.write(line)
    }
    if rows.isEmpty { StandardError.write("No plugin was found. Build them: swift build") }
  }
}

/// `tinytroupe plugin info ID`.
struct PluginInfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Shows one plugin: what it provides, needs and may do.")

  @Argument(help: "The plugin's id, or a component's name.") var id: String
  @OptionGroup var plugins: PluginOptions

  func run() async throws {
    let registry = try plugins.registry()
    let found = registry.entries.first { entry in
      entry.manifest.id == id || entry.manifest.provides.contains { $0.name == id }
    }
    guard let entry = found else {
      let names = registry.entries.flatMap { [$0.manifest.id] + $0.manifest.provides.map(\.name) }
      let hint = nearest(id, among: names).map { " Did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        .usage, "No plugin or component is called '\(id)'.\(hint) See: tinytroupe plugin list")
    }
    for line in describe(entry) { StandardOutput.write(line) }
    do {
      let plugin = try await registry.load(entry.manifest.id)
      StandardOutput.write("sha-256      \(plugin.digest)")
      StandardOutput.write("loads        yes")
    } catch {
      StandardOutput.write("loads        no: \(error)")
      throw CommandFailure(.unavailable, "\(error)")
    }
  }

  private func describe(_ entry: PluginRegistry.Entry) -> [String] {
    let manifest = entry.manifest
    var lines = [
      "id           \(manifest.id)", "version      \(manifest.version)",
      "manifest     \(manifest.path)", "library      \(manifest.library)",
      "language     \(manifest.language), runtime \(manifest.runtime)",
      "runs         in this process" + (entry.origin == .firstParty ? "" : ", if you trust it"),
    ]
    for provided in manifest.provides {
      lines.append("provides     \(provided.kind) '\(provided.name)' (\(provided.contract))")
      if !provided.text.isEmpty { lines.append("             \(provided.text)") }
      for member in provided.schema?["properties"]?.object ?? [:] {
        let text = member.value["description"]?.string ?? member.value["type"]?.string ?? ""
        lines.append("  config     \(member.key): \(text)")
      }
    }
    lines.append("services     \(manifest.services.sorted().joined(separator: ", "))")
    if !manifest.network.isEmpty {
      lines.append("network      \(manifest.network.joined(separator: ", "))")
    }
    for secret in manifest.secrets.sorted(by: { $0.key < $1.key }) {
      lines.append("secret       \(secret.key), from \(secret.value)")
    }
    return lines.map(printable)
  }
}
