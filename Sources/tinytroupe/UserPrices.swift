import Foundation
import TinyTroupe
import TinyTroupeYAML

/// The prices that the user keeps, before those that come with the program.
enum UserPrices {
  /// The table in `~/.config/tinytroupe/prices.yaml` over the standard one.
  ///
  /// - Throws: What is wrong with the file, with status 65; that there is none is no mistake.
  static func table() throws -> PriceTable {
    guard let home = Process.environment["HOME"], !home.isEmpty else { return .standard }
    let file = "\(home)/.config/tinytroupe/prices.yaml"
    guard let data = FileManager.default.contents(atPath: file) else { return .standard }
    do throws(DiagnosticList) {
      return PriceTable.standard.overridden(by: try PriceTable(reading: Array(data), file: file))
    } catch {
      throw CommandFailure(.wrongStudy, "The prices cannot be read:\n\(error)")
    }
  }
}
