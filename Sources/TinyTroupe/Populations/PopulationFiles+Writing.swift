import Foundation
import TinyTroupeJSON

extension PopulationFiles {
  /// The file of a folder that one of these would replace by something else; nil when there is none.
  package func conflict(in folder: String) -> String? {
    files.map { (path: "\(folder)/\($0.exportName)", content: $0.content) }.first {
      FileManager.default.contents(atPath: $0.path).map(Array.init) ?? $0.content != $0.content
    }?.path
  }

  /// Writes the files into a folder, which is made where it is missing.
  package func write(to folder: String) throws {
    for file in files { try ResultFiles.write(file.content, at: "\(folder)/\(file.exportName)") }
  }

  /// A line for each generation: how many people, how many are missing, how much they tell.
  package var summary: [String] {
    reports.map { report in
      func number(_ key: String) -> Int { report[key]?.integer ?? 0 }
      let (got, wanted) = (number("got"), number("wanted"))
      let start = "\(got) of \(wanted) \(wanted == 1 ? "person" : "people")"
      guard let size = report["effective_n"]?.double else { return start + "." }
      let tenths = (size * 10).rounded() / 10
      return start + ", \(number("shortfall")) missing in quotas, effective n \(tenths)."
    }
  }
}

extension PopulationFiles.File {
  /// The name in a folder of the user's choice: the first generation's people stand in the folder itself.
  fileprivate var exportName: String {
    name.hasPrefix("people/") ? String(name.dropFirst("people/".count)) : name
  }
}
