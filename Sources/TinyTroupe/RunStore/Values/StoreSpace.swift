/// Whose values they are.
package enum StoreScope: Sendable, Hashable {
  /// A person's, by number.
  case agent(Int)
  /// Everybody's.
  case shared
}

/// The keys of one component in one scope.
///
/// No component sees another's keys.
package struct StoreSpace: Sendable, Hashable {
  /// Whose values they are.
  package let scope: StoreScope
  /// The component that keeps them: `org.tinytroupe.memory/episodic`.
  package let namespace: String

  /// Makes a space.
  package init(scope: StoreScope, namespace: String) {
    self.scope = scope
    self.namespace = namespace
  }
}

// MARK: - Comparable

extension StoreSpace: Comparable {
  /// Orders by namespace, then by person, shared keys last.
  package static func < (left: StoreSpace, right: StoreSpace) -> Bool {
    left.namespace == right.namespace
      ? left.scope.rank < right.scope.rank : left.namespace < right.namespace
  }
}

extension StoreScope {
  fileprivate var rank: Int {
    switch self {
    case .agent(let number): number
    case .shared: .max
    }
  }
}

/// A value put under a key, or a key deleted.
package struct StoreWrite: Sendable, Hashable {
  /// Where the key is.
  package let space: StoreSpace
  /// The key.
  package let key: [UInt8]
  /// The value; nil deletes the key.
  package let value: [UInt8]?

  /// Makes a write.
  package init(_ space: StoreSpace, key: [UInt8], value: [UInt8]?) {
    self.space = space
    self.key = key
    self.value = value
  }
}
