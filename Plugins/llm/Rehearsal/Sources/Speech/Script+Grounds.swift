extension Script {
  /// A belief as a reason.
  static let beliefs = Lines(
    """
    {belief}
    You know what I always say. {belief}
    {belief} That is all there is to it.
    {belief} I did not make that up this morning.
    I keep coming back to one thing. {belief}
    {belief} Ask anybody who knows me.
    Laugh if you like. {belief}
    {belief} And that is not a mood.
    """)

  /// A liking as a reason for something.
  static let likings = Lines(
    """
    Give me {like}, and I am easy to please.
    It has something of {like}, and you know my weakness for that.
    I am fond of {like}, and this is not so far from it.
    It would leave room for {like}, and that is worth something.
    I could have {like} and still be home by six.
    You know me, I would do a lot for {like}.
    """)

  /// A dislike as a reason against something.
  static let dislikings = Lines(
    """
    It smells of {dislike}, and I cannot stand that.
    If there is one thing that I cannot bear, it is {dislike}.
    I have had enough of {dislike}.
    First it is this, and then it is {dislike}.
    I left the last place because of {dislike}.
    Today this, tomorrow {dislike}. I know how it goes.
    """)

  /// The occupation as a reason.
  static let trade = Lines(
    """
    As {aJob} I see that every day.
    Ask any {job}.
    I did not become {aJob} to look away from that.
    That is {aJob} speaking, I know, but it is true all the same.
    You do not need to be {aJob} to see that, but it helps.
    I have been {aJob} too long to be surprised by that.
    """)

  /// A goal as a reason.
  static let goals = Lines(
    """
    I still mean to {goal}, and this decides how soon.
    All I want is to {goal}. Everything else is weather.
    It has to leave me enough to {goal}.
    Whoever wants to {goal} has to think of such things.
    I have promised myself to {goal}, and I am not getting younger.
    That is one step further from my plan to {goal}, or one step nearer.
    """)

  /// Somebody who is not here as a witness.
  static let absent = Lines(
    """
    {other} would laugh at us.
    I would like to hear {other} on this.
    I can already hear what {other} will say.
    {other} would have had this settled by now.
    Somebody should tell {other}, and I would rather not be the one.
    I would not want to explain this to {other}.
    """)

  /// An interest as a comparison.
  static let interests = Lines(
    """
    It reminds me of {interest}, but I will spare you that.
    You learn that from {interest}, if from anything.
    With {interest} it is just the same: nobody looks until it is gone.
    I would rather talk about {interest}, if I am honest.
    It is not half as difficult as {interest}.
    Anybody who knows {interest} will understand me.
    """)

  /// An amount that is all right.
  static let fairMoney = Lines(
    """
    {money} does not frighten me.
    I have spent {money} on worse.
    {money} is fair, if it stays at that.
    For {money} I do not have to sleep on it.
    {money}, and nobody has to go hungry for it.
    I had feared worse than {money}.
    """)

  /// An amount that is not.
  static let tooMuchMoney = Lines(
    """
    And {money} is not nothing.
    Who of us has {money} to spare?
    For {money} I want to know exactly what I get.
    First {money}, and then the next bill.
    Say {money} slowly, and then say it again.
    {money} is what I call a number.
    """)
}
