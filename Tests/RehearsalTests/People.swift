import TinyTroupeJSON

/// People for tests, with opinions that tests can count on.
enum People {
  static let mira: JSON = [
    "name": "Mira Stolz", "age": 58, "gender": "female", "nationality": "Austrian",
    "occupation": ["title": "Beekeeper", "organization": "Two meadows above Steyr"],
    "style": "Warm and a little roundabout. Answers with a story.",
    "personality": [
      "traits": ["Generous with honey, careful with facts."],
      "big_five": ["extraversion": "High. Talks to bees too.", "agreeableness": "High."],
    ],
    "long_term_goals": ["keep forty hives through one whole winter", "see the sea once more"],
    "preferences": [
      "interests": ["lighthouses"], "likes": ["bridges", "Warm bread in the morning."],
      "dislikes": ["toll booths", "being hurried"],
    ],
    "beliefs": [
      "A bridge belongs to whoever needs to cross it.", "Patience is only slow courage.",
      "What buzzes should be left alone.",
    ],
    "relationships": [["name": "Jonas Weir", "description": "Her neighbour."]],
  ]

  static let anton: JSON = [
    "name": "Anton Brack", "age": 44, "gender": "male",
    "occupation": ["title": "Ferry captain"],
    "style": "Blunt and direct. Short sentences.",
    "personality": ["big_five": ["extraversion": "Low.", "agreeableness": "Low."]],
    "long_term_goals": ["To retire with a paid boat."],
    "preferences": [
      "interests": ["knots"], "likes": ["fog"], "dislikes": ["bridges", "speeches"],
    ],
    "beliefs": ["Whoever builds a bridge forgets the river.", "Cheap is what you pay for twice."],
  ]

  static let cleo: JSON = [
    "name": "Cleo Marsh", "age": 31,
    "occupation": ["title": "Surveyor"], "style": "Precise and careful. Counts everything.",
    "preferences": ["interests": ["maps"], "likes": ["even numbers"], "dislikes": ["guesses"]],
    "beliefs": ["What is not measured is only told."],
  ]

  static let all = [mira, anton, cleo]

  /// Somebody of whom nothing is known but the name.
  static let stranger: JSON = ["name": "Sam"]
}
