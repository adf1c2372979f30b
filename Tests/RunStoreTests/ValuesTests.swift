import Testing

@testable import TinyTroupe

@Suite struct ValuesTests {
  private let space = Sample.space

  private func store(_ entries: [String: String]) -> CommittedStore {
    let store = CommittedStore()
    store.apply(
      entries.map { StoreWrite(space, key: Array($0.key.utf8), value: Array($0.value.utf8)) })
    return store
  }

  private func texts(_ entries: [(key: [UInt8], value: [UInt8])]) -> [String] {
    entries.map {
      String(decoding: $0.key, as: UTF8.self) + "=" + String(decoding: $0.value, as: UTF8.self)
    }
  }

  @Test func aScanGivesTheKeysOfAPrefixInOrder() {
    let store = store(["b/2": "2", "a": "0", "b/1": "1", "b/10": "10", "c": "3", "b": "b"])
    let prefix = Array("b/".utf8)
    #expect(texts(store.scan(space, prefix: prefix)) == ["b/1=1", "b/10=10", "b/2=2"])
    #expect(texts(store.scan(space, prefix: prefix, limit: 1)) == ["b/1=1"])
    #expect(
      texts(store.scan(space, prefix: prefix, after: Array("b/1".utf8))) == ["b/10=10", "b/2=2"])
    #expect(texts(store.scan(space, prefix: prefix, after: Array("a".utf8), limit: 1)) == ["b/1=1"])
    #expect(store.scan(space, prefix: prefix, after: Array("z".utf8)).isEmpty)
    #expect(store.scan(space, prefix: prefix, limit: -1).isEmpty)
    #expect(store.scan(space, prefix: []).count == 6)
  }

  @Test func spacesDoNotSeeEachOther() {
    let store = store(["a": "1"])
    let key = Array("a".utf8)
    #expect(store.get(space, key) == Array("1".utf8))
    #expect(store.get(Sample.shared, key) == nil)
    #expect(store.get(StoreSpace(scope: .agent(1), namespace: "memory"), key) == nil)
    #expect(store.get(StoreSpace(scope: .agent(0), namespace: "other"), key) == nil)
    #expect(store.get(space, keys: [Array("x".utf8), key]) == [nil, Array("1".utf8)])
  }

  @Test func aCallSeesItsOwnWritesAboveWhatIsCommitted() {
    let committed = store(["a": "1", "b": "2", "c": "3"])
    let buffer = WriteBuffer(committed)
    buffer.put(space, Array("b".utf8), Array("new".utf8))
    buffer.put(space, Array("bb".utf8), Array("more".utf8))
    buffer.delete(space, Array("c".utf8))
    #expect(buffer.get(space, Array("b".utf8)) == Array("new".utf8))
    #expect(buffer.get(space, Array("c".utf8)) == nil)
    #expect(
      buffer.get(space, keys: [Array("a".utf8), Array("c".utf8), Array("bb".utf8)])
        == [Array("1".utf8), nil, Array("more".utf8)])
    #expect(texts(buffer.scan(space, prefix: [])) == ["a=1", "b=new", "bb=more"])
    #expect(texts(buffer.scan(space, prefix: [], limit: 2)) == ["a=1", "b=new"])
    #expect(committed.get(space, Array("b".utf8)) == Array("2".utf8))
  }

  @Test func aLaterCallOfTheSamePersonSeesTheEarlierOnesWrites() {
    let committed = store(["a": "1", "b": "2"])
    let turn = WriteBuffer(committed)
    turn.put(space, Array("b".utf8), Array("turn".utf8))
    turn.put(space, Array("c".utf8), Array("turn".utf8))
    let memory = WriteBuffer(committed, above: turn)
    memory.delete(space, Array("c".utf8))
    memory.put(space, Array("d".utf8), Array("memory".utf8))
    #expect(memory.get(space, Array("b".utf8)) == Array("turn".utf8))
    #expect(memory.get(space, Array("c".utf8)) == nil)
    #expect(texts(memory.scan(space, prefix: [])) == ["a=1", "b=turn", "d=memory"])
    #expect(memory.writes.map(\.key) == [Array("c".utf8), Array("d".utf8)])
    #expect(turn.get(space, Array("d".utf8)) == nil)
  }

  /// Compares with a dictionary, over many small random histories.
  @Test(arguments: 0..<20)
  func layersAgreeWithAPlainDictionary(seed: UInt64) {
    var random = Numbers(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    var plain: [[UInt8]: [UInt8]] = [:]
    let committed = CommittedStore()
    var buffer = WriteBuffer(committed)
    for round in 0..<400 {
      let key = (0..<random.next(3)).map { _ in UInt8(random.next(3)) }
      if random.next(3) == 0 {
        plain[key] = nil
        buffer.delete(space, key)
      } else {
        plain[key] = [UInt8(round % 256)]
        buffer.put(space, key, [UInt8(round % 256)])
      }
      if random.next(20) == 0 {
        committed.apply(buffer.writes)
        buffer = WriteBuffer(committed)
      }
      let prefix = (0..<random.next(2)).map { _ in UInt8(random.next(3)) }
      let expected = plain.filter { $0.key.starts(with: prefix) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      let found = buffer.scan(space, prefix: prefix)
      #expect(
        found.map(\.key) == expected.map(\.key) && found.map(\.value) == expected.map(\.value))
      #expect(buffer.get(space, key) == plain[key])
    }
  }

  @Test func deletedKeysAreGoneOnceCommitted() {
    let store = store(["a": "1"])
    store.apply([StoreWrite(space, key: Array("a".utf8), value: nil)])
    #expect(store.get(space, Array("a".utf8)) == nil)
    #expect(store.scan(space, prefix: []).isEmpty)
  }
}

/// Marsaglia's xorshift: the same numbers for the same seed.
private struct Numbers {
  var state: UInt64

  mutating func next(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state % bound
  }
}
