extension Script {
  /// What somebody thinks of a topic, by leaning from strictly against to strongly for.
  static let stances = [
    Lines(
      """
      No. Not {topic}, not for me.
      I am against {topic}, and you may write that down.
      Over {topic} we will have to quarrel, so let us begin.
      {Topic}? Not while I have a say in it.
      If the answer is {topic}, somebody asked the wrong question.
      I would sooner walk home in the rain than say yes to {topic}.
      At {topic} I stop being polite.
      You can put {topic} on my list of things that I will not have.
      """),
    Lines(
      """
      I am not convinced by {topic}.
      There is a price to {topic}, and I do not mean the money.
      I would rather not, as far as {topic} goes.
      People expect too much of {topic}.
      I have my doubts about {topic}, and they are growing.
      With {topic} somebody always pays later, and mostly it is me.
      I have looked at {topic} from three sides and liked none of them.
      {Topic}, if you insist, but without me in the front row.
      """),
    Lines(
      """
      About {topic} I am in two minds, and both of them are stubborn.
      I do not know yet what to think of {topic}.
      There are two sides to {topic}, and I see both, which is tiring.
      I could argue {topic} either way, which worries me.
      Ask me about {topic} when the tea is cold.
      On {topic} I would like to hear somebody who knows.
      I have changed my mind about {topic} twice since I came in.
      About {topic} I could decide at once, if only it were for somebody else.
      """),
    Lines(
      """
      I lean towards {topic}, on the whole.
      I could live with {topic}, and not badly.
      More speaks for {topic} than against, by my count.
      I would give {topic} a chance.
      There is something in {topic} that I like.
      For {topic} I would say yes, if somebody minds the details.
      I came here against {topic}, and I am no longer sure why.
      I have heard more foolish things today than {topic}.
      """),
    Lines(
      """
      Yes to {topic}, and gladly.
      I am for {topic}, and I do not mind who hears it.
      {Topic}: the sooner the better.
      About {topic} I would sign today.
      Nobody has to sell me {topic}.
      Put me down as a friend of {topic}.
      I would carry {topic} home on my back if I had to.
      With {topic} the day begins to improve.
      """),
  ]

  /// A choice among several that were offered.
  static let optionStances = Lines(
    """
    I say {option}.
    My vote is {option}, plainly.
    If I have to name one of them, I say {option}.
    Put me down for {option}.
    I take {option}, unless somebody has a better reason than I have.
    Of all that is on the table I take {option}.
    I have turned it over twice, and both times it came out as {option}.
    You will laugh, but I say {option}.
    """)

  /// A choice that stands.
  static let optionRestatements = Lines(
    """
    I stay with {option}.
    For me it will still be {option}.
    So far I hear nothing against {option}.
    My vote has not moved: {option}.
    Say what you like, I stay with {option}.
    And so I come back to {option}.
    """)

  /// A leaning that stands, from strictly against to strongly for.
  static let restatements = [
    Lines(
      """
      My answer to {topic} is still no.
      I have heard nothing that would turn me round.
      No, and tomorrow it will be no again.
      You will not talk me into {topic}.
      As for {topic}: not with me.
      I say no, and I say it kindly.
      """),
    Lines(
      """
      I still have my doubts about {topic}.
      My doubts have not become smaller.
      I would still rather leave {topic} alone.
      It does not get better by being said twice.
      And {topic}? I am not there yet.
      I remain unconvinced, for what it is worth.
      """),
    Lines(
      """
      I still cannot decide about {topic}.
      I am as undecided as before, only more awake.
      You are making it harder for me, not easier.
      I will need another night for {topic}.
      On {topic} I am still sitting on the fence, and it is not comfortable.
      I could still go either way.
      """),
    Lines(
      """
      On the whole I am still for {topic}.
      My yes is a quiet one, but it stands.
      I have heard worse plans, and I still like this one.
      I would still give {topic} a try.
      And {topic}? Still yes, with a small y.
      Nothing so far has put me off it.
      """),
    Lines(
      """
      My yes to {topic} stands.
      I have not changed my mind, I have only become more certain.
      I am as much for {topic} as before.
      Nothing I have heard has cooled me down.
      And {topic}? Today rather than tomorrow.
      I am still for it, with both hands up.
      """),
  ]

  /// The first word of the answer to a question that wants yes or no, by leaning.
  static let shortAnswers = Lines(
    """
    No.
    Rather not.
    Hard to say.
    I think so.
    Yes.
    """)
}
