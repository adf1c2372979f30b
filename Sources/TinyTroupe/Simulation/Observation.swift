import TinyTroupeJSON

/// What the world lets each person see and do in a step.
struct Observation: Sendable {
  /// What one person can see and do.
  struct View: Sendable {
    var accessible: Accessible
    var place: String?
    var context: JSON?
    var actionKinds: JSON
    var isActive: Bool
  }

  /// Who can be talked to.
  enum Accessible: Sendable {
    case everyone
    case names([JSON])
  }

  /// How many names are spelt out where everyone is accessible.
  private static let spelledOut = 40

  /// What the world said.
  let json: JSON
  private let everyone: View
  private let exceptions: [String: View]
  private let names: [JSON]?
  /// Those who are there; nil for everybody.
  private let isPresent: Set<JSON>?
  private let visitors: [JSON]

  /// Reads what the world says; `visitors` can be talked to by everybody, though they are no part of it.
  ///
  /// - Parameters:
  ///   - people: Those who are there.
  ///   - isWhole: Whether those are all that there are.
  init(_ json: JSON, people: [Person], isWhole: Bool = true, visitors: [String]) {
    self.json = json
    let base = View(accessible: .everyone, actionKinds: [], isActive: true)
    let everyone = Self.view(json["everyone"] ?? [:], over: base)
    self.everyone = everyone
    exceptions = Dictionary(
      (json["people"]?.object ?? [:]).map { ($0.key, Self.view($0.value, over: everyone)) },
      uniquingKeysWith: { first, _ in first })
    self.visitors = visitors.map { .string($0) }
    let names = people.map { JSON.string($0.name) }
    self.names = people.count <= Self.spelledOut ? names : nil
    isPresent = isWhole ? nil : Set(names)
  }

  private static func view(_ json: JSON, over base: View) -> View {
    var view = base
    switch json["accessible"] {
    case .array(let names): view.accessible = .names(names)
    case .string("none"): view.accessible = .names([])
    case .string("all"): view.accessible = .everyone
    default: break
    }
    view.place = json["place"]?.string ?? base.place
    view.context = json["context"] ?? base.context
    view.actionKinds = json["action_kinds"] ?? base.actionKinds
    view.isActive = json["active"]?.bool ?? base.isActive
    return view
  }

  func isActive(_ person: Person) -> Bool {
    (exceptions[person.name] ?? everyone).isActive
  }

  /// Writes what a person's `act` is told of the world.
  func write(for person: Person, to writer: inout JSONWriter) {
    let view = exceptions[person.name] ?? everyone
    switch view.accessible {
    case .names(let names):
      let there = isPresent.map { present in names.filter(present.contains) } ?? names
      writer.member("accessible", .array(there + visitors))
    case .everyone:
      if let names {
        writer.member("accessible", .array(names.filter { $0 != .string(person.name) } + visitors))
      } else {
        writer.member("accessible", "all")
      }
    }
    if let place = view.place { writer.member("place", place) }
    if let context = view.context { writer.member("context", context) }
    writer.member("action_kinds", view.actionKinds)
  }
}
