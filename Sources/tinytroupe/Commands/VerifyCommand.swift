import ArgumentParser
import TinyTroupe

/// `tinytroupe verify RUN`: whether a run's record is what the run wrote, and what has changed since.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes a run's hashes and names what differs.",
    discussion: """
      What was changed in the record itself ends with status 65. What has changed around it since (plugins, the \
      study's files, tables) is named and is no failure.
      """)

  @OptionGroup var argument: RunArgument

  func run() async throws {
    let reader = try argument.open()
    let verification: RunVerification
    let summary: RunSummary
    do throws(RunStoreError) {
      verification = try RunVerification(reader)
      summary = try reader.summary()
    } catch {
      throw CommandFailure(.wrongStudy, "\(error)")
    }
    for change in verification.changes { StandardOutput.write("changed   \(printable(change))") }
    for damage in verification.damage { StandardOutput.write("damaged   \(printable(damage))") }
    let counts = verification.counts
    StandardOutput.write(
      "checked   \(counts.events) events, \(counts.calls) calls, \(counts.parts) parts of requests")
    StandardOutput.write("trace hash  \(summary.traceHash)")
    guard verification.damage.isEmpty else {
      throw CommandFailure(
        .wrongStudy, "The record of \(reader.folder.name) is not what the run wrote.")
    }
  }
}
