import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe cache`: looks after the files in which replies are kept over runs.
struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Looks after a shared cache of replies.",
    subcommands: [Statistics.self, Prune.self])

  /// `tinytroupe cache stats FILE`.
  struct Statistics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stats", abstract: "Tells what is in a cache.")

    @Argument(help: "The cache's file.") var file: String
    @Flag(help: "Prints JSON.") var json = false

    func run() async throws {
      let statistics = try opened { () throws(CacheError) in
        try SharedCache(Process.absolute(file), mustExist: true).statistics()
      }
      if json {
        StandardOutput.write(Self.json(statistics).text)
        return
      }
      guard statistics.entries > 0 else {
        StandardOutput.write("The cache is empty.")
        return
      }
      let rows = statistics.models.map { [$0.name, $0.entries.grouped, megabytes($0.bytes)] }
      let all = ["all", statistics.entries.grouped, megabytes(statistics.bytes)]
      let terminal = Terminal(descriptor: 1, environment: Process.environment)
      for line in Table.lines(
        header: ["model", "replies", "MB"], rows: rows + [all], terminal: terminal)
      { StandardOutput.write(line) }
      if let oldest = statistics.oldestNS, let least = statistics.leastUsedNS {
        StandardOutput.write(
          "\nThe oldest is of \(day(oldest)); the one to go first was last used on \(day(least)).")
      }
    }

    private static func json(_ statistics: CacheStatistics) -> JSON {
      [
        "entries": .integer(Int64(statistics.entries)), "bytes": .integer(Int64(statistics.bytes)),
        "models": .array(
          statistics.models.map {
            [
              "model": .string($0.name), "entries": .integer(Int64($0.entries)),
              "bytes": .integer(Int64($0.bytes)),
            ]
          }),
      ]
    }

    private func day(_ nanoseconds: Int64) -> String {
      String(CivilTime(nanoseconds).description.prefix(10))
    }

    private func megabytes(_ bytes: Int) -> String {
      let tenths = (bytes + 50_000) / 100_000
      return tenths == 0 ? "under 0.1" : "\((tenths / 10).grouped).\(tenths % 10)"
    }
  }

  /// `tinytroupe cache prune FILE`.
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune", abstract: "Removes replies from a cache and gives their room back.")

    @Argument(help: "The cache's file.") var file: String
    @Option(help: "Keeps so many megabytes, the most recently used.") var maxMb: Int?
    @Option(help: "Removes what was not used for so many days.") var olderThan: Int?

    func validate() throws {
      guard maxMb != nil || olderThan != nil else {
        throw ValidationError("Say what may stay: --max-mb MEGABYTES, --older-than DAYS, or both.")
      }
      guard (0...1_000_000).contains(maxMb ?? 0), (0...100_000).contains(olderThan ?? 0) else {
        throw ValidationError("--max-mb and --older-than take whole numbers from 0.")
      }
    }

    func run() async throws {
      let removed = try opened { () throws(CacheError) in
        try SharedCache(Process.absolute(file), mustExist: true)
          .prune(to: maxMb.map { $0 * 1_000_000 }, unusedFor: olderThan)
      }
      StandardOutput.write("\(removed.grouped) \(removed == 1 ? "reply" : "replies") removed.")
    }
  }
}

/// Does something with a cache.
///
/// - Throws: Why it cannot be used, with status 64.
private func opened<Value>(_ body: () throws(CacheError) -> Value) throws -> Value {
  do throws(CacheError) {
    return try body()
  } catch {
    throw CommandFailure(.usage, error.description)
  }
}
