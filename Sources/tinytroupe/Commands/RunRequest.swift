import TinyTroupe
import TinyTroupeJSON

/// What `run` is asked for: to begin a study, or to resume, replay or fork a run.
struct RunRequest {
  let study: String
  let settings: [String]
  let archive: InputArchive
  /// The folder from which the study's file was named.
  let folder: String
  let origin: RunOrigin

  private typealias Past = (reader: RunReader, study: String, settings: [String], folder: String)

  /// A study that begins.
  init(study: String, settings: [String]) {
    self.init(study, settings, .disk, Process.absolute("."), .new)
  }

  private init(
    _ study: String, _ settings: [String], _ archive: InputArchive, _ folder: String,
    _ origin: RunOrigin
  ) {
    self.study = study
    self.settings = settings
    self.archive = archive
    self.folder = folder
    self.origin = origin
  }

  /// The same run again: from where it stopped, or from its log; only limits may change.
  init(repeating run: String, in runs: String, settings: [String], isReplay: Bool) throws {
    let option = isReplay ? "--replay" : "--resume"
    if let change = settings.first(where: { !StudySchema.isLimit($0) }) {
      throw CommandFailure(
        .usage,
        "\(option) goes on with the run's own study, of which '\(change)' would be a change; only limits may "
          + "be set. To go on under other conditions: run --fork \(run)@STEP --set \(change)")
    }
    let past = try Self.past(run, in: runs)
    let folder = past.reader.folder.path
    self.init(
      past.study, past.settings + settings, InputArchive(try Self.inputs(past.reader)),
      past.folder, isReplay ? .replayed(folder: folder) : .resumed(folder: folder))
  }

  /// Another way from a step or a checkpoint of a run, under the run's study or another.
  init(forking place: String, in runs: String, study: String?, settings: [String]) throws {
    guard let at = place.lastIndex(of: "@"), at != place.startIndex,
      place.index(after: at) != place.endIndex
    else {
      throw CommandFailure(
        .usage, "--fork needs a run and a step or checkpoint: run --fork \(place)@STEP")
    }
    let past = try Self.past(String(place[..<at]), in: runs)
    let origin = RunOrigin.forked(
      folder: past.reader.folder.path, point: String(place[place.index(after: at)...]))
    if let study {
      self.init(study, settings, .disk, Process.absolute("."), origin)
    } else {
      self.init(
        past.study, past.settings + settings, InputArchive(try Self.inputs(past.reader)),
        past.folder, origin)
    }
  }

  private static func past(_ run: String, in runs: String) throws -> Past {
    let reader: RunReader
    do throws(RunStoreError) {
      reader = try RunReader.open(RunFolder.find(run, in: runs))
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
    let manifest = try reader.manifest()
    guard let study = manifest["study_file"]?.string else {
      throw CommandFailure(
        .usage,
        "The run \(reader.folder.name) was not made from a study's file, so nothing says how it goes on."
      )
    }
    let settings = (manifest["settings"]?.array ?? []).compactMap(\.string)
    return (reader, study, settings, manifest["folder"]?.string ?? "")
  }

  private static func inputs(_ reader: RunReader) throws -> [RunInput] {
    do throws(RunStoreError) {
      return try reader.inputs()
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }
}
