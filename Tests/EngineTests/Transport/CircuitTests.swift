import Testing

@testable import TinyTroupe

@Suite("The circuit of an endpoint")
struct CircuitTests {
  private func broken(at now: Duration = .zero) -> Circuit {
    var circuit = Circuit()
    for _ in 0..<Circuit.threshold {
      _ = circuit.note(.unreachable, isProbe: false, at: now)
    }
    return circuit
  }

  @Test("it opens after five failures in a row, and not before")
  func opening() {
    var circuit = Circuit()
    for number in 1...Circuit.threshold {
      #expect(circuit.closedUntil(at: .zero) == nil)
      let opened = circuit.note(.unreachable, isProbe: false, at: .zero)
      #expect(opened == (number == Circuit.threshold))
    }
    #expect(circuit.closedUntil(at: .zero) == .seconds(1))
    #expect(circuit.admit(at: .zero) == nil)
  }

  @Test("an answer in between starts the count anew")
  func interrupted() {
    var circuit = Circuit()
    for round in 0..<10 {
      _ = circuit.note(round == 4 ? .reached : .unreachable, isProbe: false, at: .zero)
      if round < 9 { #expect(circuit.closedUntil(at: .zero) == nil) }
    }
    #expect(circuit.closedUntil(at: .zero) != nil)
  }

  @Test("when its time is over, one call goes through and the others wait for it")
  func probe() {
    var circuit = broken()
    #expect(circuit.admit(at: .seconds(1)) == true)
    #expect(circuit.admit(at: .seconds(1)) == nil)
    #expect(circuit.closedUntil(at: .seconds(1)) == .seconds(1) + Circuit.glance)
    _ = circuit.note(.reached, isProbe: true, at: .seconds(2))
    #expect(circuit.admit(at: .seconds(2)) == false)
  }

  @Test("a probe that fails leaves it open twice as long, up to half a minute")
  func doubling() {
    var circuit = broken()
    var now = Duration.zero
    var pauses: [Duration] = []
    for _ in 0..<7 {
      now = circuit.closedUntil(at: now) ?? now
      #expect(circuit.admit(at: now) == true)
      let opened = circuit.note(.unreachable, isProbe: true, at: now)
      #expect(opened)
      pauses.append((circuit.closedUntil(at: now) ?? now) - now)
    }
    #expect(pauses == [2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
  }

  @Test("what was sent before it opened does not keep it open longer")
  func late() {
    var circuit = broken()
    let opened = circuit.note(.unreachable, isProbe: false, at: .milliseconds(900))
    #expect(!opened)
    #expect(circuit.closedUntil(at: .milliseconds(900)) == .seconds(1))
  }

  @Test("a probe that was given up makes way for another at once")
  func abandoned() {
    var circuit = broken()
    #expect(circuit.admit(at: .seconds(1)) == true)
    _ = circuit.note(.unknown, isProbe: true, at: .seconds(1))
    #expect(circuit.admit(at: .seconds(1)) == true)
  }
}
