import Foundation
import Glibc
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// When the process of a plugin dies, its calls end.
@Suite struct ProxyDeathTests {
  private func fails(_ instance: Instance, _ op: String, _ services: [String: any Service] = [:])
    async
    -> PluginError?
  {
    do throws(PluginError) {
      _ = try await instance.invoke(op, json: [UInt8]("{}".utf8), in: root("1/\(op)", services))
      return nil
    } catch {
      return error
    }
  }

  private func child(of mirror: Instance) async throws -> pid_t {
    let number = try await mirror.ask("process").integer
    let process = try #require(number.flatMap(pid_t.init))
    try #require(process != getpid())
    return process
  }

  @Test func aCrashEndsItsOwnCallAndAllThatFollow() async throws {
    let mirror = try await Proxied.mirror()
    let isolated = try await mirror.instances().isolated
    let error = await fails(isolated, "crash")
    #expect(error?.code == .unavailable)
    #expect(error?.message == "The process of the plugin org.example.mirror ended with signal 6.")
    #expect(await fails(isolated, "mirror")?.message == error?.message)
    let creation = await #expect(throws: PluginError.self) {
      try await mirror.isolated.makeInstance(
        of: mirror.isolated.components[0], config: [:], in: root("create"))
    }
    #expect(creation?.code == .unavailable)
  }

  @Test func aKilledProcessEndsEveryCallInFlight() async throws {
    let mirror = try await Proxied.mirror().instances().isolated
    let process = try await child(of: mirror)
    let calls = (0..<50).map { _ in Task { await fails(mirror, "hang") } }
    _ = try await mirror.ask("mirror")
    kill(process, SIGKILL)
    for call in calls {
      let error = await call.value
      #expect(error?.code == .unavailable)
      #expect(error?.message == "The process of the plugin org.example.mirror ended with signal 9.")
    }
  }

  @Test func aCallWithANestedCallInFlightEndsAfterIt() async throws {
    let mirror = try await Proxied.mirror().instances().isolated
    let process = try await child(of: mirror)
    let model = PatientModel()
    let call = Task { await fails(mirror, "ask", ["tt.llm/1": model]) }
    for await _ in model.asked { break }
    kill(process, SIGKILL)
    let error = await call.value
    #expect(error?.code == .unavailable)
    #expect(error?.message == "The process of the plugin org.example.mirror ended with signal 9.")
  }
}

/// A model that answers nothing until it is given up.
private final class PatientModel: Service {
  let asked: AsyncStream<Void>
  private let knock: AsyncStream<Void>.Continuation

  init() {
    (asked, knock) = AsyncStream.makeStream()
  }

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    .later { _ throws(PluginError) in
      self.knock.yield()
      try? await Task.sleep(for: .seconds(60))
      throw PluginError(.cancelled, "given up")
    }
  }
}
