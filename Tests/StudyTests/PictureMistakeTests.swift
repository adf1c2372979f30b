import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is wrong with pictures in a study, and exactly what is said of it.
@Suite struct PictureMistakeTests {
  private func folder(_ entry: String) throws -> StudyFolder {
    try StudyFolder([
      "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28}",
      "label.png": "GIF89a and more", "notes.png": "no picture",
      "study.yaml":
        "agents: [{persona: lisa.agent.yaml}]\ntimeline:\n- \(entry)\n- run: 1\n",
    ])
  }

  @Test(
    "Mistakes about pictures",
    arguments: [
      (
        "broadcast: {text: x, image: lable.png}",
        "study.yaml:3:31: error: cannot read 'lable.png': no such file (did you mean 'label.png'?)"
      ),
      (
        "broadcast: {text: x, image: notes.png}",
        "study.yaml:3:31: error: 'notes.png' is no picture (it must be a PNG, JPEG, GIF or WebP)"
      ),
      (
        "broadcast: {text: x, image: \"data:image/png,abc\"}",
        "study.yaml:3:31: error: the data URI cannot be read (write data:image/png;base64,…)"
      ),
      (
        "say: {to: all, text: x, as: thought, image: label.png}",
        "study.yaml:3:31: error: a picture is seen (write 'as: visual', or leave 'as' out)"
      ),
    ])
  func mistakes(entry: String, sentence: String) throws {
    #expect(try folder(entry).mistakes() == [sentence])
  }

  @Test("a picture is seen, and its file is kept with the run")
  func good() throws {
    let report = try folder("broadcast: {text: x, image: label.png}").check()
    guard case .stimulus(let entry, _)? = report.plan?.timeline.first else {
      Issue.record("there is no stimulus")
      return
    }
    #expect(entry.form == "visual" && entry.picture?.name == "label.png")
    #expect(report.inputs.contains { $0.path.hasSuffix("label.png") })
  }
}
