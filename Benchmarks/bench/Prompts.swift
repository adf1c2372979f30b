import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// How long prompts are, and how much of them a provider's prefix cache spares.
///
/// A token counts as four characters. The cache works as the large providers' do: in blocks, from a minimum on,
/// for prompts that begin as one of an earlier step did.
enum Prompts {
  private static let block = 512
  private static let minimum = 4 * 1024

  static func run(_ registry: PluginRegistry, checkout: String) async throws {
    let file = "\(checkout)/../shared/data/tinytroupe/agents/Lisa.agent.json"
    guard let bytes = FileManager.default.contents(atPath: file),
      let lisa = try JSON(parsing: String(decoding: bytes, as: UTF8.self))["persona"]?.object
    else {
      print("prompts: skipped, for the persona Lisa is not in \(file)")
      return
    }
    let prompts = try await prompts(Worlds(registry: registry, persona: lisa))
    let first = prompts.filter { $0.step == 1 }
    let firstTokens = first.map { ($0.text.count + $0.schema) / 4 }.max() ?? 0
    Measurement.print(
      "first-turn", ["prompt_tokens": .integer(Int64(firstTokens)), "target": 2500])
    let uncached = prompts.reduce(0) { $0 + $1.text.count - cached($1, among: prompts) }
    Measurement.print(
      "uncached",
      [
        "tokens_a_call": .integer(Int64(uncached / 4 / max(prompts.count, 1))), "target": 900,
        "calls": .integer(Int64(prompts.count)),
        "all_tokens_a_call": .integer(
          Int64(prompts.reduce(0) { $0 + $1.text.count } / 4 / max(prompts.count, 1))),
      ])
  }

  private struct Prompt {
    let step: Int
    /// Roles and contents, one after the other.
    let text: [Character]
    /// How many characters the reply's schema has.
    let schema: Int
  }

  /// The prompts of 20 people over 5 steps, each of whom talks to a neighbour.
  private static func prompts(_ worlds: Worlds) async throws -> [Prompt] {
    let plan = try worlds.ring(20, steps: 5, model: worlds.scripted(target: Worlds.name(1)))
    let outcome = try await RunPreparation.bench(worlds.registry).run(plan)
    if let failure = outcome.failure { throw failure }
    let reader = try RunReader.open(RunFolder(path: outcome.folder))
    return try reader.calls(CallFilter(purpose: "act")).map { entry in
      let request = try reader.call(at: entry.path)?.request
      let messages = try JSON(parsing: String(decoding: request?.body ?? [], as: UTF8.self))
      let text = (messages.array ?? []).map {
        ($0["role"]?.string ?? "") + "\n" + ($0["content"]?.string ?? "") + "\n"
      }
      let envelope = try JSON(parsing: String(decoding: request?.envelope ?? [], as: UTF8.self))
      return Prompt(
        step: entry.step, text: Array(text.joined()), schema: envelope["schema"]?.text.count ?? 0)
    }
  }

  /// How many of a prompt's characters the prompts of earlier steps have put into the cache.
  private static func cached(_ prompt: Prompt, among all: [Prompt]) -> Int {
    let common =
      all.filter { $0.step < prompt.step }.map { earlier in
        zip(earlier.text, prompt.text).prefix { $0 == $1 }.count
      }.max() ?? 0
    return common < minimum ? 0 : common / block * block
  }
}
