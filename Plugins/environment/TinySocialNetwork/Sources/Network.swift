internal import TinyTroupeJSON
internal import Worlds

/// Who is related to whom, who sees whose posts, and what was posted.
struct Network: Sendable {
  /// A post; its text is that of an event.
  struct Post: Sendable, Hashable {
    let author: Int
    let event: Int
  }

  /// A post that somebody wrote or passed on, and that no feed has shown yet.
  struct Share: Sendable, Hashable {
    /// The post's place in `posts`.
    let post: Int
    let sharer: Int
  }

  /// The type that FOLLOW and UNFOLLOW change.
  static let follows = "follows"
  /// The type that REACH_OUT changes.
  static let contacts = "contacts"

  let rules: NetworkRules
  var people: People
  /// All relations, those that the study gives first.
  private(set) var relations: [Relation]
  /// Whose posts each person sees.
  private(set) var sources: Adjacency
  private(set) var posts: [Post] = []
  /// The number of each author's latest post.
  private(set) var latestPosts: [Int: Int] = [:]
  /// Who likes each post, and who passed it on.
  private(set) var likes = Adjacency(count: 0)
  private(set) var reposts = Adjacency(count: 0)
  /// What is new since feeds were shown, in order.
  private(set) var shares: [Share] = []
  /// The relations that the reach rule follows, by their places.
  let reachTypes: [Int]
  private let followed: Int
  private let contacted: Int

  var contacts: Relation { relations[contacted] }

  /// - Parameter edges: The relations of each type that the study gives.
  init(_ rules: NetworkRules, _ people: People, edges: [[Edge]]) {
    var relations = zip(rules.relations, edges).map { plan, edges in
      Relation(plan.type, isDirected: plan.isDirected, edges, among: people.count)
    }
    func place(of type: String, isDirected: Bool) -> Int {
      if let place = relations.firstIndex(where: { $0.type == type }) { return place }
      relations.append(Relation(type, isDirected: isDirected, [], among: people.count))
      return relations.count - 1
    }
    followed = place(of: Self.follows, isDirected: true)
    contacted = place(of: Self.contacts, isDirected: false)
    let given = rules.relations.map(\.type)
    func places(of types: [String]?) -> [Int] {
      let types = types ?? given
      return relations.indices.filter { types.contains(relations[$0].type) }
    }
    reachTypes = places(of: rules.reach.types).filter { [contacted] in $0 != contacted }
    var seen = places(of: rules.feed.types)
    if !seen.contains(followed) { seen.append(followed) }
    var lists = [[Int32]](repeating: [], count: people.count)
    for type in seen {
      for person in lists.indices { lists[person] += relations[type].outward[person] }
    }
    sources = Adjacency(sorting: lists)
    self.rules = rules
    self.people = people
    self.relations = relations
  }

  /// Makes a change; false when things are so already.
  mutating func apply(_ change: Change) -> Bool {
    switch change {
    case .post(let author, let event):
      shares.append(Share(post: posts.count, sharer: author))
      posts.append(Post(author: author, event: event))
      latestPosts[author] = posts.count
      likes.append()
      reposts.append()
      return true
    case .like(let person, let post): return likes.insert(person, in: post - 1)
    case .repost(let person, let post):
      guard reposts.insert(person, in: post - 1) else { return false }
      shares.append(Share(post: post - 1, sharer: person))
      return true
    case .follow(let person, let other):
      _ = relations[followed].insert(person, other)
      return sources.insert(other, in: person)
    case .unfollow(let person, let other):
      _ = relations[followed].remove(person, other)
      return sources.remove(other, from: person)
    case .contact(let person, let other): return relations[contacted].insert(person, other)
    }
  }

  /// Whether a change speaks of posts that there are.
  func knows(_ change: Change) -> Bool {
    switch change {
    case .like(_, let post), .repost(_, let post):
      (1...max(posts.count, 1)).contains(post) && !posts.isEmpty
    default: true
    }
  }

  /// Notes that feeds have shown all that is new.
  mutating func haveShown() { shares = [] }
}

extension Network: Earshot {
  var isHeardByAll: Bool { rules.isHeardByAll }
  var broadcastIfNoTarget: Bool { rules.broadcastIfNoTarget }

  func canTalk(_ person: Int, to other: Int) -> Bool { reaches(person, other) }

  func listeners(of person: Int) -> [Int] {
    rules.isHeardByAll ? people.everyone(but: person) : reachable(from: person).map { Int($0) }
  }
}
