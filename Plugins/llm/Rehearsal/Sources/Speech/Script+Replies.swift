extension Script {
  /// To somebody on one's own side.
  static let agreement = Lines(
    """
    {who} is right about {hook}.
    I am with {who} there.
    What {who} says about {hook} I could have said myself.
    Good. Then {who} and I agree for once.
    That makes two of us, {who}.
    I will not argue with you, {who}. You are right.
    Listen to {who} about {hook}, and not only because I think so too.
    I was going to say that, {who}, but you said it better.
    """)

  /// To somebody on the other side.
  static let disagreement = Lines(
    """
    No, {who}. With {hook} you go too far.
    I hear you, {who}, and I do not buy it.
    With all respect, {who}: no.
    {who}, you make {hook} sound too simple.
    You and I will not agree about {hook}, {who}.
    That is one way to see {hook}, {who}. Mine is another.
    I like you, {who}, but not your arithmetic.
    {who}, if it were only for {hook}, I would agree.
    """)

  /// To somebody whose side is not known.
  static let interest = Lines(
    """
    You say {hook}, {who}. I had not seen it that way.
    {who}, stay with {hook} for a moment.
    I have been thinking about {hook} since you said it, {who}.
    Let me take up {hook}, since {who} brought it up.
    So it is {hook} that moves you, {who}. Fair enough.
    {who}, at {hook} it gets interesting.
    Tell me more about {hook}, {who}, and I will tell you what I think.
    I would not have thought of {hook}, {who}.
    """)

  /// To somebody who has chosen otherwise.
  static let optionDisagreement = Lines(
    """
    You say {theirs}, {who}. I say {option}.
    I understand {theirs}, {who}, and I stay with {option}.
    {who} wants {theirs}. That would be the easy way, and so I say {option}.
    Between {theirs} and me there is a whole winter, {who}. I say {option}.
    {who}, what would it take to get you away from {theirs}? I stay with {option}.
    With {theirs} you are wrong, {who}, and you know it. I say {option}.
    """)

  /// What brings the others back in, whoever speaks.
  static let invitations = Lines(
    """
    What do you say, {who}?
    Who is with me?
    And you, {who}?
    Or am I alone with this?
    {who}, you have not said a word about {hook} yet.
    Does anybody see it differently?
    """)
}
