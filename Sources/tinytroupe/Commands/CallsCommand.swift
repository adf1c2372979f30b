import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe calls RUN`: every model call, or one of them whole.
struct CallsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls", abstract: "Prints a run's model calls, or one of them whole.")

  @OptionGroup var argument: RunArgument
  @Option(help: "Shows this call with its request and its reply.") var path: String?

  func run() async throws {
    let reader = try argument.open()
    if let path {
      try show(path, reader)
      return
    }
    let rows = try reader.calls().map { call in
      [
        call.path, call.purpose ?? "", call.model ?? "", call.status == 0 ? "ok" : "failed",
        "\(call.usage.input)", "\(call.usage.output)",
        "\((call.finishedNS - call.startedNS) / 1_000_000)",
      ]
    }
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let header = ["path", "purpose", "model", "status", "in", "out", "ms"]
    for line in Table.lines(header: header, rows: rows, terminal: terminal) {
      StandardOutput.write(line)
    }
    if rows.isEmpty { StandardError.write("This run made no model calls.") }
  }

  private func show(_ path: String, _ reader: RunReader) throws {
    guard let call = try reader.call(at: path) else {
      throw CommandFailure(.usage, "The run has no call '\(path)'. See: tinytroupe calls")
    }
    StandardOutput.write("── request")
    StandardOutput.write(printable(String(decoding: call.request.envelope, as: UTF8.self)))
    for message in (try? JSON(parsing: call.request.body))?.array ?? [] {
      StandardOutput.write("── \(message["role"]?.string ?? "message")")
      StandardOutput.write(printable(message["content"]?.string ?? message.text))
    }
    switch call.outcome {
    case .reply(let json, _):
      StandardOutput.write("── reply")
      StandardOutput.write(printable(String(decoding: json, as: UTF8.self)))
    case .failure(let status, let error):
      StandardOutput.write("── failed (\(status))")
      StandardOutput.write(printable(String(decoding: error, as: UTF8.self)))
    }
  }
}
