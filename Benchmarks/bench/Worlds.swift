import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// Plans that the benchmarks run.
struct Worlds {
  let registry: PluginRegistry
  let persona: JSONObject

  /// People who each talk to their neighbour in a ring.
  func ring(_ people: Int, steps: Int, model: ModelPlan) throws -> SimulationPlan {
    let agents = try (0..<people).map { number in
      var persona = persona
      persona["name"] = .string(Self.name(number))
      return AgentPlan(
        name: Self.name(number), persona: .object(persona),
        component: try registry.standard("agent"), memory: try registry.standard("memory"))
    }
    return SimulationPlan(
      name: "bench", seed: 1, models: ["default": model], agents: agents,
      environment: EnvironmentPlan(
        component: try registry.standard("environment", config: ["broadcast_if_no_target": false])),
      timeline: [
        .stimulus(StimulusEntry(content: "Good morning. Who has seen the key?"), step: nil),
        .run(steps: steps),
      ])
  }

  static func name(_ number: Int) -> String { "Person \(number)" }

  /// A backend that answers from the study: a thought, a few sentences to a neighbour, and the end of the turn.
  func scripted(target: String) -> ModelPlan {
    ModelPlan(
      component: ComponentPlan(
        kind: "llm", plugin: "org.tinytroupe.scripted", name: "scripted",
        config: ["default": ["json": Self.reply(target)]]), concurrency: 4096)
  }

  /// A compatible server on loopback.
  func server(_ url: String) -> ModelPlan {
    ModelPlan(
      component: ComponentPlan(
        kind: "llm", plugin: "org.tinytroupe.openai", name: "openai",
        config: ["base_url": .string(url), "model": "stub"]), concurrency: 4096)
  }

  /// What the model answers in every turn.
  static func reply(_ target: String) -> JSON {
    [
      "actions": [
        [
          "type": "THINK", "target": "",
          "content": "I have not seen it, but I remember who had it last.",
        ],
        [
          "type": "TALK", "target": .string(target),
          "content":
            "Good morning. I have not seen the key since Saturday, when it hung beside the door. Have you asked the baker, who was the last to leave and never puts anything back where it belongs?",
        ],
        ["type": "DONE", "target": "", "content": ""],
      ],
      "state": [
        "goals": "find the key", "attention": "the door", "emotions": "a little impatient",
      ],
    ]
  }
}

/// Watches a run without showing it.
struct Silence: RunObserver {
  func started(_ run: RunOverture) {}
  func observed(_ event: Event) {}
  func tabulated(_ table: ResultTable, path: String) {}
}
