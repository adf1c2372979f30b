import Testing

@testable import TinyTroupe

@Suite struct MergedWritesTests {
  private let committed = CommittedStore()
  private let key = Array("k".utf8)

  private func buffer(_ value: UInt8?, in space: StoreSpace = Sample.shared) -> WriteBuffer {
    let buffer = WriteBuffer(committed)
    if let value { buffer.put(space, key, [value]) } else { buffer.delete(space, key) }
    return buffer
  }

  @Test func theLaterPersonWinsInWhateverOrderTheCallsCome() {
    let roots: [(agent: Int?, buffer: WriteBuffer)] = [
      (2, buffer(2)), (0, buffer(0)), (1, buffer(1)),
    ]
    for turn in 0..<3 {
      let merged = MergedWrites(Array(roots[turn...] + roots[..<turn]))
      #expect(merged.writes == [StoreWrite(Sample.shared, key: key, value: [2])])
      #expect(
        merged.conflicts == [
          StoreConflict(space: Sample.shared, key: key, loser: 0, winner: 2),
          StoreConflict(space: Sample.shared, key: key, loser: 1, winner: 2),
        ])
    }
  }

  @Test func theWorldDecidesAfterEverybody() {
    let merged = MergedWrites([(nil, buffer(nil)), (5, buffer(5))])
    #expect(merged.writes == [StoreWrite(Sample.shared, key: key, value: nil)])
    #expect(
      merged.conflicts == [StoreConflict(space: Sample.shared, key: key, loser: 5, winner: nil)])
  }

  @Test func onePersonsCallsFollowEachOtherWithoutConflict() {
    let merged = MergedWrites([(1, buffer(1)), (1, buffer(9))])
    #expect(merged.writes == [StoreWrite(Sample.shared, key: key, value: [9])])
    #expect(merged.conflicts.isEmpty)
  }

  @Test func equalWritesConflictToo() {
    #expect(MergedWrites([(0, buffer(1)), (1, buffer(1))]).conflicts.count == 1)
  }

  @Test func whatIsAPersonsOwnDoesNotConflict() {
    let other = StoreSpace(scope: .agent(1), namespace: "memory")
    let merged = MergedWrites([(0, buffer(1, in: Sample.space)), (1, buffer(2, in: other))])
    #expect(
      merged.writes == [
        StoreWrite(Sample.space, key: key, value: [1]), StoreWrite(other, key: key, value: [2]),
      ])
    #expect(merged.conflicts.isEmpty)
  }

  @Test func writesComeInTheOrderOfSpacesAndKeys() {
    let buffer = WriteBuffer(committed)
    for letter in "cab" { buffer.put(Sample.space, Array(String(letter).utf8), [1]) }
    buffer.put(StoreSpace(scope: .shared, namespace: "a"), key, [1])
    let merged = MergedWrites([(0, buffer)])
    #expect(merged.writes.map { String(decoding: $0.key, as: UTF8.self) } == ["k", "a", "b", "c"])
  }
}
