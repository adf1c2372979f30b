/// What invented people are put together from.
enum NewcomerWords {
  static let women = words(
    "Ada Aroha Beatriz Carmen Chiara Dana Edith Elif Fatima Greta Hana Ingrid Ivana Jana Kirra Leila Lena "
      + "Maeve Mei Naomi Olga Priya Rosa Sadie Selma Tove Ursula Vera Wanjiru Yuki")
  static let men = words(
    "Aaron Bao Bruno Ciaran Dario Emil Farid Goran Hugo Idris Jonas Kamal Kofi Lars Luca Mateo Milan Nikhil "
      + "Oleg Pavel Quentin Rafael Samir Tadeo Tomas Uwe Viktor Walter Yusuf Zoltan")
  static let families = words(
    "Abara Achterberg Bakker Becker Brandt Castro Dahl Danjuma Devlin Eklund Farkas Ferreira Fontana Gallo "
      + "Gruber Hadad Horvat Ito Jansen Kamau Keane Kovac Lindgren Lopez Maran Mbeki Meyer Molina Moreau "
      + "Nakamura Novak Okoye Olsen Pereira Petrov Quinn Rahman Reyes Rossi Sato Schuster Silva Sokolov "
      + "Svensson Tanaka Tran Ulrich Varga Vogel Wagner Walsh Weber Wolff Yilmaz Zamora Zhou")
  static let jobs = [
    "bus driver", "nurse", "bookkeeper", "teacher", "electrician", "cook", "librarian", "surveyor",
    "cashier", "gardener", "programmer", "midwife", "carpenter", "translator", "warehouse worker",
    "vet", "tailor", "dispatcher",
  ]
  static let likes = [
    "early mornings", "crossword puzzles", "strong tea", "second-hand books", "long train journeys",
    "rye bread", "open windows", "quiet Sundays", "brass bands", "card games", "cold water",
    "handwritten letters",
  ]

  static let texts: [String: [String]] = [
    "nationality": ["Irish", "German", "Brazilian", "Kenyan", "Japanese", "Italian", "Indian"],
    "residence": [
      "A flat above a shop", "A terraced house by the river", "A village an hour from the city",
      "The old town", "A high-rise at the edge of the city",
    ],
    "education": [
      "Left school at sixteen", "An apprenticeship", "Evening classes", "A degree in history",
      "A degree in engineering, unfinished",
    ],
    "organization": ["The municipality", "A family business", "Self-employed", "A regional chain"],
    "style": [
      "Short sentences, dry, seldom asks.", "Talks much and fast, and comes back to the point.",
      "Polite, thinks before answering.", "Blunt, with a joke at the end.",
    ],
    "health": ["Good, apart from the knees", "Good", "Short-sighted", "Sleeps badly"],
  ]

  static let lists: [String: [String]] = [
    "traits": [
      "You keep promises, even small ones.", "You lose patience with queues.",
      "You laugh at your own mistakes.", "You check everything twice.",
      "You decide fast and regret seldom.", "You avoid quarrels.",
      "You are curious about strangers.",
    ],
    "interests": [
      "local history", "cooking", "football on the radio", "old maps", "vegetables from the garden",
      "choir singing", "repairing radios", "birds",
    ],
    "likes": likes,
    "dislikes": [
      "loud restaurants", "being hurried", "empty phrases", "wasted food", "forms without a person",
      "plastic wrapping", "surprise visits", "small talk about the weather",
    ],
    "beliefs": [
      "What lasts is worth its price.", "Neighbours matter more than news.",
      "Nobody needs a new phone every year.", "Hard work is not everything.",
      "Children should learn to cook.", "Most advice is about the adviser.",
      "A price should be written on the shelf.", "Towns need benches.",
      "Machines should be made to be repaired.", "It is better to ask twice.",
    ],
    "long_term_goals": [
      "To pay off the house.", "To see the northern lights.", "To work a day less each week.",
      "To write down the family's recipes.", "To learn another language.",
    ],
    "skills": [
      "Reads timetables in a glance.", "Bakes without a recipe.", "Remembers faces.",
      "Drives in any weather.", "Mends clothes.", "Keeps accounts to the cent.",
    ],
    "general": [
      "Arrives ten minutes early.", "Takes notes on paper.", "Walks when others drive.",
      "Eats lunch at the same table.", "Asks for the price before anything else.",
    ],
    "other_facts": [
      "Grew up with four siblings.", "Once won a radio quiz.", "Has never flown.",
      "Moved three times in two years.", "Keeps every receipt.", "Was named after an aunt.",
    ],
  ]

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
