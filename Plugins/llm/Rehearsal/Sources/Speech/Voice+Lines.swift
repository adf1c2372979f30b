extension Voice {
  /// How this voice begins.
  var openers: Lines { Self.allOpeners[rawValue] }

  /// How this voice hands over.
  var closers: Lines { Self.allClosers[rawValue] }

  private static let allOpeners = [
    Lines(
      """
      Look.
      Well, {who}.
      To say it simply.
      Now then.
      All right.
      Listen, {who}.
      Let me say this.
      So.
      """),
    Lines(
      """
      Let me be plain.
      Right.
      Short and simple.
      You asked for it.
      No long speech from me.
      Straight out, {who}.
      I will say it once.
      Enough of that, {who}.
      """),
    Lines(
      """
      Ah, {who}.
      Friends, one thing.
      My dears.
      I am glad somebody asks.
      Let us stay friends over this.
      I will say it with a full heart.
      Bless you, {who}.
      Sit down and hear me out.
      My dear {who}.
      It is good that we are all here.
      """),
    Lines(
      """
      Let us count.
      Slowly, and in order.
      Two things.
      One thing at a time.
      For the record.
      First the facts, {who}.
      To be exact.
      Let us get this straight, {who}.
      """),
    Lines(
      """
      Oh, {who}.
      Now it gets good.
      Do not all look at me like that.
      I promised myself to be nice today.
      I have to smile.
      You should see your faces.
      Go on, {who}, I am enjoying this.
      Well, well.
      """),
    Lines(
      """
      Hm.
      If I may.
      Well, perhaps.
      I have been sitting here thinking.
      One quiet word.
      I was listening, {who}.
      There is no hurry, but.
      Let me think aloud, {who}.
      """),
    Lines(
      """
      If I may say so.
      In all modesty.
      Let me be correct about this.
      Allow me a remark, {who}.
      With your permission.
      A point of order.
      Permit me to add something, {who}.
      I shall be brief.
      """),
    Lines(
      """
      Listen, all of you!
      Oh, come on, {who}!
      Ha!
      Let me, let me.
      I cannot sit still any longer.
      Wait, wait, wait.
      {who}, {who}, {who}!
      You have no idea how long I have waited to say this.
      """),
  ]

  private static let allClosers = [
    Lines(
      """
      What do you say, {who}?
      Or am I wrong?
      Who sees it differently?
      And you, {who}?
      """),
    Lines(
      """
      Well?
      Go on, tell me that I am wrong.
      Out with it, {who}.
      That is all.
      """),
    Lines(
      """
      What do you think, {who}?
      You would tell me if I was wrong, would you not?
      And now eat something, all of you.
      Help me out, {who}.
      """),
    Lines(
      """
      Has anybody done the sum?
      Compared with what, {who}?
      What am I overlooking, {who}?
      I would like to see that in figures.
      """),
    Lines(
      """
      Now you, {who}, and no speeches.
      I can wait.
      Somebody write that down, it will not happen again.
      {who} is going to say no, I can see it from here.
      """),
    Lines(
      """
      But I may be wrong.
      There is no hurry.
      I would like to hear {who} on that.
      That is only how it sounds to me.
      """),
    Lines(
      """
      May I ask how you see it, {who}?
      I leave it to the others.
      I should be glad of another opinion.
      Would you agree, {who}?
      """),
    Lines(
      """
      Come on, {who}, out with it!
      Say something, somebody!
      Am I the only one who sees this?
      And that was the short version!
      """),
  ]
}
