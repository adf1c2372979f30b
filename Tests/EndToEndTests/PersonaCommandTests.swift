import Testing

/// `tinytroupe persona`.
@Suite struct PersonaCommandTests {
  @Test func hintsAreShownWithTheirPlace() async throws {
    let stage = try Stage([
      "thin.yaml":
        "type: person\npersona:\n  name: Ana\n  age: 30\n  relationships: [{name: Ana}]\n",
      "good.yaml": """
      name: Ben
      age: 40
      occupation: {title: Baker}
      residence: Porto
      style: Short and dry.
      beliefs: [Bread should be dark., Salt belongs in everything.]
      preferences: {likes: [the sea]}
      """,
    ])
    let thin = try await stage.run("persona", "check", "thin.yaml")
    #expect(thin.status == 0)
    #expect(
      thin.output.contains("thin.yaml:5:19: warning: 'Ana' is related to itself\n"),
      "\(thin.output)")
    #expect(thin.output.contains("relationships: [{name: Ana}]"))
    #expect(thin.output.hasSuffix("thin.yaml: see the hints.\n"))
    #expect(try await stage.run("persona", "check", "good.yaml").output == "good.yaml: good.\n")
    let both = try await stage.run("persona", "check", "good.yaml", "thin.yaml")
    #expect(both.output.hasSuffix("2 files: 1 good, 1 with hints.\n"))
  }

  @Test func mistakesAreToldWithStatus65() async throws {
    let stage = try Stage(["list.yaml": "type: person\npersona: [1]\n", "none.json": "{"])
    for (file, words) in [
      ("list.yaml", "a persona must be a mapping, found a list"), ("none.json", "none.json:1:"),
      ("missing.yaml", "Cannot read the persona file missing.yaml: no such file."),
    ] {
      let ended = try await stage.run("persona", "check", file)
      #expect(ended.status == 65 && ended.error.contains(words), "\(ended.error)")
    }
  }

  @Test func aFileIsConvertedThereAndBack() async throws {
    let stage = try Stage()
    let json = try await stage.run("persona", "convert", "anna.yaml", "--to", "json")
    #expect(
      json.output == """
        {
          "type": "TinyPerson",
          "persona": {
            "name": "Anna",
            "age": 40
          }
        }

        """)
    try stage.write("anna.json", json.output)
    let yaml = try await stage.run("persona", "convert", "anna.json", "--to", "yaml")
    #expect(yaml.output == "type: person\npersona:\n  name: Anna\n  age: 40\n")
    #expect(try await stage.run("persona", "convert", "anna.yaml", "--to", "xml").status == 64)
  }

  @Test func aPersonIsDescribedWithAndWithoutAModel() async throws {
    let stage = try Stage()
    let fact = try await stage.run("persona", "describe", "anna.yaml")
    #expect(fact.status == 0 && fact.output.hasPrefix("Anna"), "\(fact.output)\(fact.error)")
    #expect(stage.files(of: "").isEmpty, "no model is asked, so there is no run")
    let model = try await stage.run("persona", "describe", "anna.yaml", "--llm", "rehearsal")
    #expect(model.status == 0 && model.output.contains("Anna"))
    let wrong = try await stage.run("persona", "describe", "anna.yaml", "--llm", "nobody")
    #expect(wrong.status == 69 && wrong.error.contains("No plugin provides the llm 'nobody'."))
  }
}
