import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct StudySourceTests {
  @Test func includedFilesTakeTheirPlaceAndKeepTheirOwnPlaces() throws {
    let folder = try StudyFolder([
      "study.yaml": "agents: !include parts/people.yaml\nllm: !include parts/../llm.json\n",
      "parts/people.yaml": "- persona: !include deep/lisa.yaml\n",
      "parts/deep/lisa.yaml": "name: Lisa\n",
      "llm.json": "{\"use\": \"rehearsal\"}",
    ])
    let source = folder.source()
    #expect(source.diagnostics == [])
    #expect(
      source.root?.json
        == ["agents": [["persona": ["name": "Lisa"]]], "llm": ["use": "rehearsal"]])
    #expect(
      source.root?.at("agents.0.persona.name")?.location.description
        == "\(folder.path)/parts/deep/lisa.yaml:1:7")
    #expect(source.sources.count == 4)
  }

  @Test(
    "What cannot be included is told where it was asked for",
    arguments: [
      (
        "a: !include study.yaml", "study.yaml:1:4: error: 'study.yaml' includes itself"
      ),
      ("a: !include b.yaml", "b.yaml:1:4: error: 'study.yaml' includes itself"),
      (
        "a: !include /etc/hostname",
        "study.yaml:1:4: error: '!include' takes a file relative to this one, not '/etc/hostname' (copy the file into the study's folder)"
      ),
      (
        "a: !include https://a.test/b.yaml",
        "study.yaml:1:4: error: '!include' takes a file relative to this one, not 'https://a.test/b.yaml' (copy the file into the study's folder)"
      ),
      (
        "a: !include b.yml",
        "study.yaml:1:4: error: cannot read 'b.yml': no such file (did you mean 'b.yaml'?)"
      ),
      ("a: !include folder", "study.yaml:1:4: error: cannot read 'folder': it is a folder"),
      (
        "a: !include",
        "study.yaml:1:4: error: '!include' needs a file (write: !include people.yaml)"
      ),
      (
        "a: !include [b]",
        "study.yaml:1:4: error: '!include' needs a file (write: !include people.yaml)"
      ),
      (
        "a: !include wrong.yaml",
        "wrong.yaml:2:1: error: the key 'a' is repeated (it is already at line 1, column 1)"
      ),
      (
        "a: !inklude b.yaml",
        "study.yaml:1:4: error: the tag '!inklude' is not known (did you mean '!include'?)"
      ),
    ])
  func includeMistakes(text: String, sentence: String) throws {
    let folder = try StudyFolder([
      "study.yaml": text, "b.yaml": "a: !include study.yaml", "folder/c.yaml": "c: d",
      "wrong.yaml": "a: 1\na: 2",
    ])
    #expect(folder.lines(folder.source().diagnostics) == [sentence])
  }

  @Test func includesEndSomewhere() throws {
    var files = ["study.yaml": "a: !include f0.yaml", "f20.yaml": "a: b"]
    for number in 0..<20 { files["f\(number).yaml"] = "a: !include f\(number + 1).yaml" }
    let deep = try StudyFolder(files)
    #expect(
      deep.lines(deep.source().diagnostics) == [
        "f14.yaml:1:4: error: files are included too often or too deep"
      ])
    let many = Array(repeating: "- !include a.yaml\n", count: 201).joined()
    let wide = try StudyFolder(["study.yaml": many, "a.yaml": "a: b"])
    #expect(
      wide.lines(wide.source().diagnostics) == [
        "study.yaml:201:3: error: files are included too often or too deep"
      ])
  }

  @Test func aMissingStudyIsToldWithoutAPlace() throws {
    let folder = try StudyFolder(["studi.yaml": "a: b"])
    #expect(
      folder.lines(folder.source().diagnostics) == [
        "error: cannot read 'study.yaml': no such file (did you mean 'studi.yaml'?)"
      ])
  }

  @Test func environmentVariablesAreUsedButNotWrittenDown() throws {
    let folder = try StudyFolder([
      "study.yaml": """
      model: ${env:MODEL}
      url: http://${env:HOST}:${env:PORT}/v1
      port: ${env:PORT}
      quoted: "${env:PORT}"
      list: [a, 'x${env:HOST}']
      plain: ${HOME} $env:x
      """
    ])
    let source = folder.source(environment: ["MODEL": "gpt", "HOST": "local", "PORT": "8080"])
    #expect(source.diagnostics == [])
    #expect(
      source.root?.json == [
        "model": "gpt", "url": "http://local:8080/v1", "port": 8080, "quoted": "8080",
        "list": ["a", "xlocal"], "plain": "${HOME} $env:x",
      ])
    #expect(source.written?["model"] == "${env:MODEL}")
    #expect(source.written?["port"] == "${env:PORT}")
    #expect(source.root?["model"]?.text == "${env:MODEL}")
  }

  @Test(
    "An environment variable that is not there is told",
    arguments: [
      (
        "a: x${env:NOPE}",
        "study.yaml:1:4: error: the environment variable 'NOPE' is not set (set it before the run: export NOPE=…)"
      ),
      (
        "a: ${env:}",
        "study.yaml:1:4: error: '${env:' needs the name of an environment variable (write: ${env:NAME})"
      ),
      (
        "a: ${env:A",
        "study.yaml:1:4: error: '${env:' needs the name of an environment variable (write: ${env:NAME})"
      ),
      (
        "a: ${env:A-B}",
        "study.yaml:1:4: error: '${env:' needs the name of an environment variable (write: ${env:NAME})"
      ),
    ])
  func environmentMistakes(text: String, sentence: String) throws {
    let folder = try StudyFolder(["study.yaml": text])
    #expect(folder.lines(folder.source(environment: ["A": "b"]).diagnostics) == [sentence])
  }

  @Test func settingsReplaceAndAddValues() throws {
    let folder = try StudyFolder([
      "study.yaml": """
      seed: 1
      llm: {use: openai, model: a}
      agents:
        - {persona: a, memory: {use: x}}
        - {persona: b}
      """
    ])
    let source = folder.source(
      [
        "seed=7", "llm.model=b", "agents.*.memory.use=y", "agents.1.tools=[t, {use: u}]",
        "environment.clock.step=1h", "name=", "language=${env:L}", "seed=8",
      ], environment: ["L": "Irish"])
    #expect(source.diagnostics == [])
    #expect(
      source.root?.json.text
        == JSON(
          dictionaryLiteral: ("seed", 8), ("llm", ["use": "openai", "model": "b"]),
          (
            "agents",
            [
              ["persona": "a", "memory": ["use": "y"]],
              ["persona": "b", "memory": ["use": "y"], "tools": ["t", ["use": "u"]]],
            ]
          ),
          ("environment", ["clock": ["step": "1h"]]), ("name", nil), ("language", "Irish")
        ).text)
    #expect(source.root?.at("agents.1.tools.1.use")?.location.description == "--set:4:26")
    #expect(source.written?["language"] == "${env:L}")
  }

  @Test(
    "A setting that fits nowhere is told with its place on the command line",
    arguments: [
      ("seed", "--set:1:1: error: expected PATH=VALUE (for example: --set agents.0.with.age=30)"),
      ("=7", "--set:1:1: error: expected PATH=VALUE (for example: --set agents.0.with.age=30)"),
      ("a..b=7", "--set:1:3: error: expected PATH=VALUE (for example: --set agents.0.with.age=30)"),
      (
        "llm.model=x",
        "--set:1:5: error: 'llm' is a single value in the study and has no keys (set all of it: --set 'llm={…}')"
      ),
      (
        "agents.2.as=x",
        "--set:1:8: error: 'agents' has no element '2' (write 0 to 1, or * for all)"
      ),
      (
        "agents.as=x", "--set:1:8: error: 'agents' has no element 'as' (write 0 to 1, or * for all)"
      ),
      ("tools.0=x", "--set:1:7: error: 'tools' is no list with elements in the study"),
      ("llms.*.use=x", "--set:1:6: error: 'llms' is no list with elements in the study"),
      (
        "a=[b",
        "--set:1:5: error: a ',' or ']' is missing here (the list begins at line 1, column 3)"
      ),
    ])
  func settingMistakes(setting: String, sentence: String) throws {
    let folder = try StudyFolder([
      "study.yaml": "llm: openai\nagents: [{persona: a}, {persona: b}]\nllms: {}"
    ])
    #expect(folder.lines(folder.source([setting]).diagnostics) == [sentence])
  }

  @Test func pluginFoldersAreSeenFromTheFileThatNamesThem() throws {
    let folder = try StudyFolder([
      "study.yaml": "plugins: !include more/plugins.yaml",
      "more/plugins.yaml": "paths: [./mine, ../ours]\nin_process: [com.acme.retail]",
    ])
    let source = folder.source()
    #expect(source.pluginPaths == ["\(folder.path)/more/mine", "\(folder.path)/ours"])
    #expect(source.inProcessPlugins == ["com.acme.retail"])
  }
}
