internal import TinyTroupeJSON

/// What a request says for backends without a model.
///
/// Nothing of it is required.
struct About {
  let purpose: String
  let person: Person
  let stimuli: [Stimulus]
  /// The person's turn, from 1.
  let turn: Int
  /// The round of the turn, from 1.
  let round: Int
  let accessible: Accessible
  let actionKinds: [ActionKind]
  /// The mental state last shown.
  let state: JSON
  let question: String
  let objective: String
  let requirements: String
  let content: String
  /// How many characters an enriched text must have.
  let least: Int
  let time: String
  /// What an extraction asks for, by field: {hint?, …}.
  let fields: JSON
  /// Names that a new person cannot have.
  let taken: [String]

  init(
    _ members: JSONSlices?, purpose: String, people: TextCache<Person>
  ) throws(JSONError) {
    func value(_ key: String) throws(JSONError) -> JSON { try members?.value(key) ?? .null }
    self.purpose = try value("purpose").string ?? purpose
    person =
      try members?["persona"].map { slice throws(JSONError) in try people.value(of: slice) }
      ?? Person(.null)
    let heard = try value("stimuli").array ?? []
    stimuli = heard.suffix(Self.mostStimuli(purpose)).compactMap(Stimulus.init)
    turn = max(try value("turn").integer ?? 1, 1)
    round = max(try value("round").integer ?? 1, 1)
    accessible = Accessible(try value("accessible"))
    actionKinds = (try value("action_kinds").array ?? []).compactMap(ActionKind.init)
    state = try value("state")
    let question = try value("question")
    self.question = question.string ?? question["text"]?.string ?? ""
    objective = try value("objective").string ?? ""
    requirements = try value("requirements").string ?? ""
    content = try value("content").string ?? ""
    least = try value("least").integer ?? 0
    time = try value("time").string ?? ""
    fields = try value("fields")
    taken = (try value("taken").array ?? []).compactMap(\.string)
  }

  /// A turn that hears more hardly talks about all of it; what reads an experience wants more.
  private static func mostStimuli(_ purpose: String) -> Int { purpose == "act" ? 14 : 200 }
}

/// Who can be talked to.
enum Accessible {
  case all
  case names([String])

  init(_ json: JSON) {
    if json.string == "all" {
      self = .all
    } else {
      self = .names((json.array ?? []).compactMap { $0.string ?? $0["name"]?.string })
    }
  }

  func contains(_ name: String) -> Bool {
    switch self {
    case .all: true
    case .names(let names): names.contains(name)
    }
  }

  var isEmpty: Bool {
    if case .names(let names) = self { return names.isEmpty }
    return false
  }

  var names: [String] {
    if case .names(let names) = self { return names }
    return []
  }
}

/// Something that a person can do.
struct ActionKind {
  let type: String
  /// The schema of its content; nil for plain text, or when it isn't told.
  let input: JSON?
  let needsTarget: Bool
  /// What the content must be one of; empty where every text will do.
  let choices: [String]

  init?(_ json: JSON) {
    guard let type = json.string ?? json["type"]?.string else { return nil }
    self.type = type
    input = json["input"]
    needsTarget = json["target"]?.string == "person"
    choices = (json["choices"]?.array ?? []).compactMap(\.string)
  }

  /// Whether it looks something up or makes something, and has a result.
  ///
  /// Names of such kinds begin with what they do.
  var isTool: Bool {
    input != nil
      || ["RECALL", "CONSULT", "LIST", "READ", "SEARCH", "WRITE", "CREATE"].contains {
        type == $0 || type.hasPrefix($0 + "_")
      }
  }

  /// The shape of a document, where nothing else is said about something to write.
  var usualInput: JSON? {
    guard type.hasPrefix("WRITE") else { return nil }
    let text: JSON = ["type": "string"]
    return ["type": "object", "properties": ["title": text, "content": text, "author": text]]
  }
}
