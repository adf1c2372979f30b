import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// One check of one plugin, carried out in this process.
struct Examination: Sendable {
  /// Why a check ends before its end: something is wrong, or there is nothing to look at.
  struct Finding: Error {
    let verdict: CheckVerdict
    let text: String

    static func fail(_ text: String) -> Finding { Finding(verdict: .fail, text: text) }
    static func skip(_ text: String) -> Finding { Finding(verdict: .skip, text: text) }
  }

  let check: PluginCheck
  let patient: Patient

  /// Looks, and says what came of it.
  func result() async -> CheckResult {
    do {
      try await look()
      return CheckResult(check: check, verdict: .pass, text: "")
    } catch let finding as Finding {
      return CheckResult(check: check, verdict: finding.verdict, text: finding.text)
    } catch let error as DiagnosticList {
      return CheckResult(
        check: check, verdict: .fail, text: Diagnostics.render(error.diagnostics))
    } catch {
      return CheckResult(check: check, verdict: .fail, text: "\(error)")
    }
  }

  private func look() async throws {
    switch check {
    case .manifest: _ = try patient.manifest()
    case .file: try patient.manifest().inspectLibrary()
    case .loads: _ = try await patient.load()
    case .loadsQuickly: try await timing()
    case .instance: try await eachComponent { _, _, _ in }
    case .unknownOperation: try await unknownOperation()
    case .hostileRequests, .output: try await hostileRequests()
    case .examples: try await examples()
    case .determinism: try await determinism()
    case .rules: try await rules()
    case .growth: try await growth()
    case .concurrency: try await concurrency()
    }
  }

  // MARK: Loading

  private func timing() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try await patient.load()
    let time = clock.now - start
    guard time > .milliseconds(100) else { return }
    throw Finding(verdict: .warn, text: "It took \(time.formatted()).")
  }

  // MARK: Calls

  /// Does something with an instance of each component.
  private func eachComponent(
    _ body: (Instance, LoadedComponent, LoadedPlugin) async throws -> Void
  ) async throws {
    let plugin = try await patient.load()
    var refusals: [String] = []
    for component in plugin.components {
      let instance: Instance
      do throws(PluginError) {
        instance = try await patient.instance(component, of: plugin)
      } catch {
        guard error.code == .invalid, !error.message.isEmpty else {
          throw Finding.fail("\(component.kind) '\(component.name)': \(error)")
        }
        refusals.append("\(component.name): \(error.message)")
        continue
      }
      try await body(instance, component, plugin)
    }
    guard refusals.count < plugin.components.count else {
      throw Finding.skip(
        "No component can be made without a configuration (\(refusals.joined(separator: "; "))). Give one with --config."
      )
    }
  }

  /// Calls an operation; an error is an answer too, if it says something.
  @discardableResult
  private func call(
    _ instance: Instance, _ op: String, _ json: [UInt8], number: Int = 0
  ) async throws -> Result<JSON, PluginError> {
    do throws(PluginError) {
      let reply = try await instance.invoke(
        op, json: json, in: patient.root("\(instance.component.kind).\(op)", number: number))
      do {
        return .success(try reply.json())
      } catch {
        throw PluginError(.internal, "The result is not JSON: \(error).")
      }
    } catch {
      if error.code == .internal { throw Finding.fail("'\(op)': \(error.message)") }
      if error.message.isEmpty { throw Finding.fail("'\(op)' failed without a message.") }
      return .failure(error)
    }
  }

  private func unknownOperation() async throws {
    try await eachComponent { instance, component, _ in
      let result = try await call(instance, "no-such-operation", Array("{}".utf8))
      guard case .failure(let error) = result, error.code == .unsupported else {
        throw Finding.fail(
          "'\(component.name)' does not refuse the operation 'no-such-operation' as unsupported.")
      }
    }
  }

  private func hostileRequests() async throws {
    try await eachComponent { instance, component, _ in
      for operation in try ContractBook.operations(of: component.kind) {
        for (number, request) in Self.hostile.enumerated() {
          do {
            try await call(instance, operation.name, request, number: number)
          } catch let finding as Finding {
            throw Finding.fail(
              "Given \(Self.shown(request)), \(component.kind) '\(component.name)' \(finding.text)")
          }
        }
      }
    }
  }

  private static let hostile: [[UInt8]] = [
    [], Array("{".utf8), Array("[]".utf8), Array("7".utf8), Array("null".utf8),
    Array("{}".utf8), Array(#"{"type":7,"time":[],"agents":{},"intents":null}"#.utf8),
    [0xFF, 0xFE, 0x7B, 0x7D], Array(repeating: UInt8(ascii: "["), count: 100_000),
    Array(("{\"type\":\"" + String(repeating: "x", count: 1_000_000) + "\"}").utf8),
  ]

  private static func shown(_ request: [UInt8]) -> String {
    let text = String(decoding: request.prefix(40), as: UTF8.self)
    return request.isEmpty ? "nothing" : request.count > 40 ? "\(text)…" : text
  }

  private func examples() async throws {
    var answered = 0
    try await eachComponent { instance, component, _ in
      for operation in try ContractBook.operations(of: component.kind) {
        for (number, request) in operation.requests.enumerated() {
          // What needs a service, or is about something that this component has not, is no mistake.
          guard
            case .success(let result) = try await call(
              instance, operation.name, request.bytes, number: number)
          else { continue }
          answered += 1
          let node = YAMLNode(result, at: SourceLocation(file: "", line: 1, column: 1))
          guard let mistake = operation.result.check(node, at: "result").first else { continue }
          throw Finding.fail(
            "\(component.kind) '\(component.name)', '\(operation.name)': \(mistake.message)")
        }
      }
    }
    if answered == 0 {
      throw Finding.skip("None of the examples could be answered without a run's services.")
    }
  }

  // MARK: Behaviour and stress

  private func determinism() async throws {
    try await eachComponent { _, component, plugin in
      for operation in try ContractBook.operations(of: component.kind) {
        var answers: [[String]] = []
        for _ in 0..<2 {
          let fresh = try await patient.instance(component, of: plugin)
          var texts: [String] = []
          for (number, request) in operation.requests.enumerated() {
            let result = try await call(fresh, operation.name, request.bytes, number: number)
            texts.append((try? result.get().text) ?? "\(result)")
          }
          answers.append(texts)
        }
        if answers[0] != answers[1] {
          throw Finding.fail(
            "'\(operation.name)' of '\(component.name)' answered differently the second time. Take chance from tt.rng and time from tt.clock."
          )
        }
      }
    }
  }

  private func rules() async throws {
    let misdeeds = Misdeeds()
    try await eachComponent { instance, component, _ in
      for operation in try ContractBook.operations(of: component.kind) {
        for (number, request) in operation.requests.enumerated() {
          try await call(instance, operation.name, request.bytes, number: number)
        }
      }
    }
    // A thread of the plugin's own may call when it should not any more.
    try await Task.sleep(for: .milliseconds(300))
    if let first = misdeeds.all.first { throw Finding.fail(first) }
  }

  private func growth() async throws {
    try await eachComponent { _, component, plugin in
      for _ in 0..<100 { _ = try await patient.instance(component, of: plugin) }
      let before = Self.residentMegabytes
      for _ in 0..<1000 { _ = try await patient.instance(component, of: plugin) }
      let growth = Self.residentMegabytes - before
      guard growth > 8, growth > before / 10 else { return }
      throw Finding.fail(
        "A thousand instances of '\(component.name)' left \(growth) MB behind. Free in 'destroy' what 'create' takes."
      )
    }
  }

  /// Memory of this process that is in use, from the kernel's own account.
  private static var residentMegabytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096 / 1_000_000
  }

  private func concurrency() async throws {
    try await eachComponent { instance, component, plugin in
      guard let operation = try ContractBook.operations(of: component.kind).first,
        let request = operation.requests.first
      else { return }
      let other = try await patient.instance(component, of: plugin)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<64 {
          group.addTask {
            try await call(
              number % 2 == 0 ? instance : other, operation.name, request.bytes, number: number)
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
