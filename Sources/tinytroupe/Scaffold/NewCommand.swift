import ArgumentParser
import Foundation
import TinyTroupe

extension PluginScaffold.Language: ExpressibleByArgument {}

/// `tinytroupe plugin new NAME`: a folder with a plugin that works, to be changed.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes the folder of a new plugin.")

  @Argument(help: "The plugin's name, as in water-meter; also the folder's.") var name: String
  @Option(help: "What it is: \(PluginScaffold.kinds.joined(separator: ", ")).") var kind = "tool"
  @Option(help: "The language: swift, c or cpp.") var lang = PluginScaffold.Language.swift
  @Option(help: "The plugin's id (default: org.example.NAME).") var id: String?
  @Option(name: .customLong("in"), help: "Where the folder is made.") var folder = "."

  func validate() throws {
    guard name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, name.utf8.count <= 40 else {
      throw ValidationError(
        "'\(name)' is no name for a plugin. Use small letters, digits and single dashes, as in water-meter."
      )
    }
    guard PluginScaffold.kinds.contains(kind) else {
      throw ValidationError(
        "There is no kind '\(kind)'. There are: \(PluginScaffold.kinds.joined(separator: ", ")).")
    }
    if let id, id.wholeMatch(of: /[a-z0-9]+(\.[a-z0-9-]+)+/) == nil {
      throw ValidationError(
        "'\(id)' is no id. Write the name of a domain of yours backwards, as in org.example.\(name)."
      )
    }
  }

  func run() async throws {
    let target = Process.absolute(folder) + "/" + name
    guard !FileManager.default.fileExists(atPath: target) else {
      throw CommandFailure(
        .usage, "\(target) exists already, and nothing in it was changed. Choose another name.")
    }
    let scaffold = PluginScaffold(
      name: name, kind: kind, language: lang, id: id ?? "org.example.\(name)")
    for (path, text) in try scaffold.files() {
      let file = URL(filePath: "\(target)/\(path)")
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      } catch {
        throw CommandFailure(
          .usage, "\(file.path) cannot be written: \(error.localizedDescription)")
      }
      StandardOutput.write("\(name)/\(path)")
    }
    StandardError.write(
      "\nNext:\n    tinytroupe plugin build \(target)\n    tinytroupe plugin doctor \(target)")
  }
}
