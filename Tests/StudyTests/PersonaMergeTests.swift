import Testing
import TinyTroupe
import TinyTroupeJSON

@Suite struct PersonaMergeTests {
  private func merge(_ base: JSON, _ addition: JSON) -> (JSON, [PersonaMerge.Conflict]) {
    let (persona, conflicts) = PersonaMerge.merge(base.object ?? [:], addition.object ?? [:])
    return (.object(persona), conflicts)
  }

  @Test(
    "Two parts of a persona become one",
    arguments: [
      // What is missing is added at the end, what is nothing is replaced.
      (["a": 1], ["b": 2], ["a": 1, "b": 2]),
      (["a": nil], ["a": 2], ["a": 2]),
      (["a": 1], ["a": nil], ["a": 1]),
      // Mappings are merged, at any depth.
      (["a": ["b": ["c": 1]]], ["a": ["b": ["d": 2]]], ["a": ["b": ["c": 1, "d": 2]]]),
      // Lists are joined in order, every element once, whatever it is.
      (["a": ["x", "y", "x"]], ["a": ["z", "y"]], ["a": ["x", "y", "z"]]),
      (
        ["a": [["n": "x", "l": [1]]]], ["a": [["l": [1], "n": "x"], ["n": "y", "l": [[]]]]],
        ["a": [["n": "x", "l": [1]], ["n": "y", "l": [[]]]]]
      ),
      // Equal values agree.
      (["a": "x", "b": 1], ["a": "x", "b": 1.0], ["a": "x", "b": 1]),
    ] as [(JSON, JSON, JSON)])
  func merging(base: JSON, addition: JSON, result: JSON) {
    let (persona, conflicts) = merge(base, addition)
    #expect(persona.text == result.text)
    #expect(conflicts.isEmpty)
  }

  @Test("C7: different single values conflict, and the first stays")
  func differentSingleValuesConflictAndTheFirstStays() {
    let (persona, conflicts) = merge(
      ["a": ["age": 28, "b": "x"], "l": [1], "m": "t"],
      ["a": ["age": 61, "b": "y"], "l": "no list", "m": ["k": 1], "new": true])
    #expect(persona == ["a": ["age": 28, "b": "x"], "l": [1], "m": "t", "new": true])
    #expect(conflicts.map(\.path) == [["a", "age"], ["a", "b"], ["l"], ["m"]])
    #expect(conflicts.map(\.present) == [28, "x", [1], "t"])
    #expect(conflicts.map(\.added) == [61, "y", "no list", ["k": 1]])
  }

  @Test func overridesReplaceValuesAndLists() {
    let base: JSONObject = ["a": ["b": 1, "c": [1, 2]], "d": "x"]
    let changes: JSONObject = ["a": ["c": [3]], "d": ["e": 1], "f": nil]
    let result = JSON.object(PersonaMerge.override(base, with: changes))
    #expect(result == ["a": ["b": 1, "c": [3]], "d": ["e": 1], "f": nil])
  }
}
