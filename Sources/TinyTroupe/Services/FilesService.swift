import Foundation
import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.files/1`: the files, and those in the folders, that the study grants a component.
///
/// A manifest says where in the configuration they are named (`permissions.files: ["config:folders"]`, or
/// `config:sources.*.file`, where a star stands for every key or element). What is read is logged with its content, so that a replay or a resume needs no file.
struct FilesService: Service {
  /// The places of the configuration that name folders or files, by plugin id.
  let keys: [String: [String]]
  /// From where relative paths count: the study's folder.
  let base: String
  let calls: CallJournal

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    switch request.op {
    case "list": .later { _ throws(PluginError) in try await self.list(request) }
    case "read": .later { _ throws(PluginError) in try await self.read(request) }
    default: .now(.failure(.unknownOperation("tt.files", request.op)))
    }
  }

  private func folders(_ request: ServiceRequest) -> GrantedFolders {
    let paths = keys[request.pluginID, default: []].flatMap { key -> [String] in
      let path = key.trimmingPrefix("config:").split(separator: ".")
      return request.config.values(at: path[...]).flatMap { value in
        value.string.map { [$0] } ?? (value.array ?? []).compactMap(\.string)
      }
    }
    return GrantedFolders(paths, from: base)
  }

  private func list(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    let folders = folders(request)
    return try await calls.logged(request, as: .init(op: "files.list")) {
      _ async throws(PluginError) in
      let files = try await OffPool.run { () throws(PluginError) in try folders.files() }
      return Reply([
        "entries": .array(
          files.map { ["name": .string($0.name), "size": .integer(Int64($0.size))] })
      ])
    }
  }

  private func read(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    guard let json = try? JSON(parsing: request.json), let name = json["name"]?.string else {
      throw PluginError(.invalid, "tt.files read needs a 'name', as 'list' gives it.")
    }
    let folders = folders(request)
    return try await calls.logged(request, as: .init(op: "files.read")) {
      _ async throws(PluginError) in
      try await OffPool.run { () throws(PluginError) in
        guard let file = try folders.files().first(where: { $0.name == name }) else {
          throw PluginError(.notFound, "There is no file '\(name)' in the folders of the study.")
        }
        guard file.size <= GrantedFolders.largestFile else {
          throw PluginError(
            .exhausted,
            "'\(name)' has \(file.size >> 20) MB; files of up to \(GrantedFolders.largestFile >> 20) MB are read."
          )
        }
        guard let data = FileManager.default.contents(atPath: file.path) else {
          throw PluginError(.unavailable, "'\(name)' cannot be read. Check its permissions.")
        }
        let bytes = Array(data)
        return Reply(
          ["name": .string(name), "sha256": .string(SHA256Digest(of: bytes).description)],
          body: bytes)
      }
    }
  }
}

extension JSON {
  /// The values at a path of keys, where a star stands for every key or element.
  fileprivate func values(at path: ArraySlice<Substring>) -> [JSON] {
    guard let key = path.first else { return [self] }
    let next = key == "*" ? array ?? object?.values ?? [] : self[String(key)].map { [$0] } ?? []
    return next.flatMap { $0.values(at: path.dropFirst()) }
  }
}

/// Runs what waits for the disk or for a program on a thread of its own.
enum OffPool {
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(PluginError) -> Value
  ) async throws(PluginError) -> Value {
    let result: Result<Value, PluginError> = await offPool {
      do throws(PluginError) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
