import Testing
import TinyTroupeYAML

@Suite struct DiagnosticRendererTests {
  private func source(_ text: String) -> SourceText {
    SourceText(file: "study.yaml", bytes: Array(text.utf8))
  }

  private func place(_ line: Int, _ column: Int) -> TinyTroupeYAML.SourceLocation {
    TinyTroupeYAML.SourceLocation(file: "study.yaml", line: line, column: column)
  }

  @Test func aMistakeIsShownWithItsLineACaretAndAHint() {
    let text = "name: x\nagents:\n  - persna: lisa.json\n"
    let diagnostics = [
      Diagnostic("unknown key 'persna'", at: place(3, 5), hint: "did you mean 'persona'?"),
      Diagnostic("it is odd", at: place(1, 7), severity: .warning),
      Diagnostic("no place"),
    ]
    let golden = """
      study.yaml:3:5: error: unknown key 'persna'
          - persna: lisa.json
            ^
        hint: did you mean 'persona'?

      study.yaml:1:7: warning: it is odd
        name: x
              ^

      error: no place

      """
    #expect(DiagnosticRenderer().render(diagnostics, sources: [source(text)]) == golden)
  }

  @Test func theCaretStandsUnderTheCharacterWhateverIsBeforeIt() {
    let text = "\t日本: e\u{301}x\u{1B}[31m"
    let shown = DiagnosticRenderer().render(
      [Diagnostic("m", at: place(1, 8))], sources: [source(text)])
    let golden = """
      study.yaml:1:8: error: m
         日本: e\u{301}x\u{FFFD}[31m
                ^

      """
    #expect(shown == golden)
  }

  @Test func longLinesAreShownAroundTheCaret() {
    let text = String(repeating: "a", count: 40) + "X" + String(repeating: "b", count: 40)
    let renderer = DiagnosticRenderer(width: 20)
    let shown = renderer.render([Diagnostic("m", at: place(1, 41))], sources: [source(text)])
    let golden = """
      study.yaml:1:41: error: m
        …aaaaaaaaaaXbbbbbbbbb…
                   ^

      """
    #expect(shown == golden)
  }

  @Test func placesOutsideTheSourceOrOnEmptyLinesQuoteNothing() {
    let diagnostics = [
      Diagnostic("m", at: place(9, 9)), Diagnostic("l", at: place(2, 1)),
      Diagnostic("n", at: place(1, 99)),
    ]
    let golden = """
      study.yaml:9:9: error: m

      study.yaml:2:1: error: l

      study.yaml:1:99: error: n
        a
         ^

      """
    #expect(DiagnosticRenderer().render(diagnostics, sources: [source("a\n \n")]) == golden)
  }

  @Test func colourIsUsedOnRequestOnly() {
    let diagnostic = Diagnostic("m", at: place(1, 1), hint: "h")
    let shown = DiagnosticRenderer(colour: true).render([diagnostic], sources: [source("a")])
    #expect(
      shown
        == "\u{1B}[1mstudy.yaml:1:1:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m \u{1B}[1mm\u{1B}[0m\n"
        + "  a\n  \u{1B}[1;32m^\u{1B}[0m\n  \u{1B}[36mhint:\u{1B}[0m h\n")
  }

  @Test func aLineWithASecretIsShownForNoMistake() {
    let diagnostics = [
      Diagnostic("m", at: place(1, 1)),
      Diagnostic("n", at: place(1, 8), isConfidential: true),
    ]
    let shown = DiagnosticRenderer().render(diagnostics, sources: [source("key: sk-123")])
    #expect(shown == "study.yaml:1:1: error: m\n\nstudy.yaml:1:8: error: n\n")
  }
}
