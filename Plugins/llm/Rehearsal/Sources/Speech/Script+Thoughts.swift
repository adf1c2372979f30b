extension Script {
  /// Before the first word about something.
  static let openingThoughts = Lines(
    """
    So it is about {topic}. I know where I stand, but do they?
    {Topic}, of all things.
    If I keep quiet now, {topic} will be settled without me.
    Before somebody else says it, I will say what I think of {topic}.
    I want to {goal}. Does {topic} help me there, or does it not?
    They are looking at me. Then I will say something about {topic}.
    Careful now. {belief}
    {Topic}. I should have eaten something first.
    I would rather have {like} now than an opinion on {topic}.
    If this ends in {dislike}, I will say that I saw it coming.
    They will ask me about {topic}. What do I want? To {goal}.
    One sentence about {topic}, and then I listen. Well, two.
    """)

  /// About somebody who thinks alike, or whose side is not known.
  static let replyThoughts = Lines(
    """
    {who} means it. I should answer.
    I did not expect that from {who}.
    There it is again, {hook}. {who} cannot leave it alone.
    {who} is listening to me for once. I had better make it short.
    I wonder what {who} really wants.
    If {who} goes on like this, we will be done by noon.
    Not a bad speech, {who}. Now mine.
    {who} is thinking of {hook}, and I am thinking of {like}. We should both eat.
    Somebody has to say something sensible about {topic}. I am afraid that it is me.
    Why does {who} look at me when it is about {hook}?
    What would {other} say now? Better not to ask.
    If I wait much longer, {who} will say it for me.
    """)

  /// About somebody who thinks otherwise.
  static let doubtfulThoughts = Lines(
    """
    {Dislike}. It always ends in {dislike}.
    {who} has a point about {hook}, and I do not like that.
    Breathe. {belief}
    {who} will not give way, and neither will I.
    I must not let {who} have the last word about {hook}.
    Friendly now. I want to win this and keep {who}.
    {who} is wrong, but says it so well.
    If {who} is right about {hook}, I have to begin again.
    """)

  /// About something that nobody else knows.
  static let secretThoughts = Lines(
    """
    {secret} Not a word about that. Not yet.
    {secret} I hope that it does not show.
    {secret} Or should I tell them?
    {secret} I will talk about something else, and firmly.
    """)

  /// About a thought or a wish that came up.
  static let ideas = Lines(
    """
    {thought} I should keep that in mind.
    {thought} That is worth a moment.
    {thought} So that is how it is.
    {thought} What do I make of that?
    """)

  /// With nobody to talk to.
  static let lonelyThoughts = Lines(
    """
    Nobody here. Then there is time to think about how to {goal}.
    Quiet at last. I could do with {like} now.
    I could use the silence to go through it all again.
    {belief} I should remember that when somebody comes.
    It is good to be alone for a while, but only for a while.
    I wonder what {other} is doing now.
    """)

  /// With nothing to add.
  static let quietThoughts = Lines(
    """
    I have said what I had to say.
    Let them talk. I have made up my mind.
    I will listen for a while. It looks like wisdom.
    Anything that I add now only makes it longer.
    Not a word more from me. I would rather think of {like}.
    They do not need me for the next minute.
    If this goes on, it will end in {dislike}. I have said so, more or less.
    Enough for today. There is still time to {goal}.
    """)

  /// What the person attends to.
  static let attention = Lines(
    """
    what {who} says about {topic}
    {topic}, and how {who} takes it
    {topic}
    {topic}, and who is for it
    """)

  /// How the goals of somebody begin who hides something; `Situation` reads the secret back from them.
  static let secretAim = "Keep this to myself: "

  /// What the person wants at the moment.
  static let aims = Lines(
    """
    Have my say about {topic}, and still {goal} one day.
    Be heard about {topic}.
    Get through this in good humour and {goal}.
    Say the right thing about {topic} at the right moment.
    """)

  /// What the person wants who has chosen; `Situation` reads the choice back from it.
  static let choiceAims = Lines(
    """
    See it end with {option}, and still {goal} one day.
    See it end with {option}.
    """)

  /// How the person feels, by leaning from strictly against to strongly for.
  static let emotions = [
    Lines(
      """
      Indignant, and hiding it badly.
      Annoyed, but still polite.
      """),
    Lines(
      """
      Wary, and a little tired.
      Uneasy, without a good reason yet.
      """),
    Lines(
      """
      Torn, and curious who will give way first.
      Calm on the outside, undecided within.
      """),
    Lines(
      """
      In good spirits, if somewhat impatient.
      Hopeful, and careful not to show it.
      """),
    Lines(
      """
      Eager, and already thinking of the next step.
      Cheerful and ready for an argument.
      """),
  ]
}
