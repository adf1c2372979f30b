import Foundation
import TinyTroupeHTTP
import TinyTroupeJSON
public import TinyTroupeKernel

/// Makes a plan ready to run: instances of people and world, backends, services, the run's folder.
public struct RunPreparation: Sendable {
  /// Where plugins come from.
  public var registry: PluginRegistry
  /// The folder in which runs are kept.
  public var runsFolder: String
  /// Who watches.
  public var observer: any RunObserver
  /// The process's environment variables; read once, since reading them later would race.
  public var environment: [String: String]
  /// Where the run begins.
  public var origin = RunOrigin.new
  /// Through which the user can wish the run to stop.
  public var stop = StopRequest()
  /// Whether tools are kept from sending requests, as in a rehearsal.
  var sendsNothing = false
  /// The files that the study was read from, and how.
  package var sources = StudyProvenance()

  /// Makes a preparation.
  public init(
    registry: PluginRegistry, runsFolder: String, observer: any RunObserver,
    environment: [String: String]
  ) {
    self.registry = registry
    self.runsFolder = runsFolder
    self.observer = observer
    self.environment = environment
  }

  /// Runs a plan to its end, or to where it had to stop.
  public func run(_ plan: SimulationPlan) async throws(RunError) -> RunOutcome {
    let stage = try await stage(plan)
    let simulation: Simulation
    do throws(RunError) {
      simulation = try await stage.simulation()
    } catch {
      return try await stage.conclude(error)
    }
    do throws(RunError) {
      try await simulation.run()
      return try await simulation.finish(nil)
    } catch {
      return try await simulation.finish(error)
    }
  }

  /// Lets factories write the people of a plan, and nothing else happen.
  public func generate(_ plan: SimulationPlan) async throws(RunError) -> RunOutcome {
    let stage = try await stage(plan)
    do throws(RunError) {
      _ = try await stage.simulation()
      return try await stage.conclude(nil)
    } catch {
      return try await stage.conclude(error)
    }
  }

  /// Makes everything that must exist before the first step, generated people included.
  func prepare(_ plan: SimulationPlan) async throws(RunError) -> Simulation {
    let stage = try await stage(plan)
    do throws(RunError) {
      return try await stage.simulation()
    } catch {
      _ = try await stage.conclude(error)
      throw error
    }
  }

  /// Makes what a run has before its people; a plugin that cannot be used is found here.
  private func stage(_ plan: SimulationPlan) async throws(RunError) -> RunStage {
    let maker = InstanceMaker(
      registry: registry, seed: plan.seed,
      forgetsAtRandom: environment["TINYTROUPE_CHECK"] == "1")
    if let twin = plan.agents.map(\.name).firstRepeated {
      throw .preparation(
        "Two people are called '\(twin)'. Give one of them another name with 'as:'.")
    }
    let cast: Cast
    let models: [String: ModelGateway.Backend]
    do throws(PluginError) {
      cast = try await Cast(plan, maker)
      models = try await backends(plan, maker)
    } catch {
      throw .preparation(error.description)
    }
    try await ResultsCheck(plan: plan, maker: maker).run()
    let history = try await openHistory(plan)
    let journal = CallJournal(store: history.store, recorded: history.recorded, stop: stop)
    let gateway = ModelGateway(
      backends: models, purposes: plan.purposes, calls: journal,
      ledger: Ledger(plan, past: history.spending),
      pictures: PictureShelf(plan.pictures))
    gateway.usage.begin(with: history.used)
    return RunStage(
      preparation: self, plan: plan, cast: cast, maker: maker, history: history, journal: journal,
      gateway: gateway, client: HTTPClient())
  }

  private func openHistory(_ plan: SimulationPlan) async throws(RunError) -> RunHistory {
    let manifest = try await RunManifest(plan, registry, sources).json()
    let opener = HistoryOpener(
      runsFolder: runsFolder, plan: plan, manifest: manifest, inputs: sources.inputs)
    do throws(RunStoreError) {
      return try await opener.open(origin)
    } catch {
      if case .new = origin { throw .storage("\(error) To keep runs elsewhere: --runs FOLDER") }
      throw .preparation("\(error)")
    }
  }

  private func backends(
    _ plan: SimulationPlan, _ maker: InstanceMaker
  ) async throws(PluginError) -> [String: ModelGateway.Backend] {
    var backends: [String: ModelGateway.Backend] = [:]
    let caches = try await openCaches(plan)
    for (name, model) in plan.models {
      var instances: [Instance] = []
      for component in model.components { instances.append(try await maker.make(component)) }
      backends[name] = ModelGateway.Backend(
        id: name, instances: instances, route: Route(model), component: model.component,
        cache: model.cache.flatMap { caches[$0.path] },
        takesPictures: takesPictures(model.component))
    }
    return backends
  }

  /// What its manifest says of a backend, unless the study says otherwise of this model.
  private func takesPictures(_ model: ComponentPlan) -> Bool {
    registry.provided(model)?.takesImages == true && model.config["images"]?.bool != false
  }

  /// The caches of a plan, by the paths under which it names them.
  private func openCaches(
    _ plan: SimulationPlan
  ) async throws(PluginError) -> [String: SharedCache] {
    var caches: [String: SharedCache] = [:]
    for cache in plan.models.values.compactMap(\.cache) where caches[cache.path] == nil {
      let file = absolute(cache.path)
      let result: Result<SharedCache, CacheError> = await offPool {
        do throws(CacheError) {
          return .success(try SharedCache(file, limit: cache.maxMegabytes * 1_000_000))
        } catch {
          return .failure(error)
        }
      }
      do throws(CacheError) {
        caches[cache.path] = try result.get()
      } catch {
        throw PluginError(.unavailable, error.description)
      }
    }
    return caches
  }

  /// The folder of the study's file; the current one where there is none.
  private var studyFolder: String {
    let folder = FilePath.folder(of: sources.study ?? "")
    if folder.hasPrefix("/") { return folder }
    let start = sources.folder.isEmpty ? FileManager.default.currentDirectoryPath : sources.folder
    return folder.isEmpty ? start : "\(start)/\(folder)"
  }

  /// A path of the study as this process sees it.
  private func absolute(_ path: String) -> String {
    if path.hasPrefix("~/"), let home = environment["HOME"] { return home + path.dropFirst() }
    return path.hasPrefix("/") || sources.folder.isEmpty ? path : "\(sources.folder)/\(path)"
  }

  /// The default component of a kind that a run can do without; nil when no plugin provides one.
  func preferred(_ kind: String) -> ComponentPlan? {
    registry.candidates(ofKind: kind).first(where: \.provided.isDefault).map {
      ComponentPlan(kind: kind, plugin: $0.manifest.id, name: $0.provided.name)
    }
  }

  /// The services of a run.
  func services(
    _ stage: RunStage, toolbox: Toolbox, judge: JudgeSeat, _ forks: Forks, _ people: [Person]
  ) -> ServiceRegistry {
    let journal = stage.journal
    let manifests = registry.entries.map(\.manifest)
    let permissions = NetworkPermissions(manifests)
    let secrets = SecretStore(
      variables: Dictionary(
        manifests.map { ($0.id, $0.secrets) }, uniquingKeysWith: { first, _ in first }),
      environment: environment,
      file: environment["HOME"].map { "\($0)/.config/tinytroupe/secrets.yaml" })
    return ServiceRegistry([
      "tt.llm/1": stage.gateway, "tt.tools/1": ToolsService(toolbox: toolbox, calls: journal),
      "tt.memory/1": MemoryService(), "tt.judge/1": JudgeService(seat: judge),
      "tt.people/1": PeopleService(forks: forks),
      "tt.events/1": EventsService(
        numbers: Dictionary(
          people.map { ($0.name, $0.index) }, uniquingKeysWith: { first, _ in first })),
      "tt.store/1": StoreService(),
      "tt.files/1": FilesService(
        keys: Dictionary(
          manifests.map { ($0.id, $0.files) }, uniquingKeysWith: { first, _ in first }),
        base: studyFolder, calls: journal),
      "tt.exec/1": ExecService(
        programs: Dictionary(
          manifests.map { ($0.id, Set($0.programs)) }, uniquingKeysWith: { first, _ in first }),
        calls: journal),
      "tt.enricher/1": EnricherService(registry, maker: stage.maker),
      "tt.http/1": HTTPService(
        client: stage.client, permissions: permissions, secrets: secrets, calls: journal,
        sendsNothing: sendsNothing),
    ])
  }
}

extension PluginRegistry {
  /// What a component's manifest says of it.
  func provided(_ component: ComponentPlan) -> Manifest.Provided? {
    entry(component.plugin)?.manifest.component(component.kind, component.name)
  }
}

extension Sequence where Element: Hashable {
  /// The first element that was there before.
  fileprivate var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
