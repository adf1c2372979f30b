/// Words that a conversation is never about, by what they do in a sentence.
///
/// Verbs stand for all their regular forms; irregular forms are listed.
enum PlainWords {
  /// Everything that is no topic, with all the words that the lines of this plugin are made of: else people
  /// would end up talking about talking.
  static let all = StemSet(
    [small, verbs, irregular, general, time, numbers, units, Script.ownWords])

  /// What announces a noun.
  static let determiners = StemSet([
    "the a an this these those our your my his her its their every each"
  ])

  /// What stands before a description: "is a", "as an".
  static let articles = StemSet(["a an any"])
  static let predicates = StemSet(["is are was were am be been as become became ask only"])

  /// What comes before a verb.
  static let subjects = StemSet(["to i we you they he she who that which not"])

  /// What has its meaning from the word before it: "a sad one".
  static let emptyNouns = StemSet(["one ones thing things right way ways place part person people"])

  /// What a question that wants yes or no begins with.
  static let auxiliaries = StemSet(
    ["would could should will can shall may might must do does did is are was were am have has had"]
  )

  /// What an amount of money is counted in.
  static let currencies = StemSet(
    [
      "euro euros dollar dollars pound pounds franc francs cent cents eur usd gbp chf yen rupee rupees"
    ])

  /// Who is who, and what ties a sentence together.
  private static let small = """
    i me my mine myself we us our ours you your yours he him his she her hers it its they them their
    theirs one ones someone somebody anyone anybody everyone everybody nobody nothing something
    anything everything other others another who whom whose which what when where why how that this
    these those here there a an the and or but nor so yet if then else than as at by for from in into
    of off on onto out over to under up down upon with without within about above across after against
    along among around before behind below beneath beside besides between beyond during except inside
    near outside per since through till toward towards until via while because although though unless
    whether not no yes too very also even ever never always often sometimes still just only quite
    rather almost already again once twice both either neither each every any some all few many much
    more most less least several such same own
    """

  private static let verbs = """
    be become begin believe belong bring buy call can care carry change choose come consider cost
    could cut deal decide depend describe discuss do doubt eat end expect explain face feel fight
    fill find follow forget get give go guess handle hang happen hate have hear help hold hope hurry
    imagine improve join keep know last laugh lead learn leave let lie like listen live look lose
    love make matter may mean meet mention might mind move must need offer ought own pay pick play
    please prefer promise propose pull push put raise reach read realise realize recommend remain
    remember replace reply report require return run save say see seem sell send serve set shall
    share should show sit sleep sort speak spend stand start stay stop suggest support suppose sure
    take talk tell tend thank think try turn understand use visit vote wait wake walk want watch
    will wish wonder work worry would write
    """

  private static let irregular = """
    am is are was were been being became began begun bought brought came chose chosen did does done
    felt found gave given went gone got gotten had has heard held kept knew known led left lay lost
    made meant met paid ran said sat saw seen sold sent shown slept sold spoke spoken spent stood
    taken took taught told thought understood woke woken wore won wrote written don't doesn't didn't
    can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't haven't hasn't i'm i'd i'll
    i've you're you'd you'll you've he's she's it's we're we'd we'll we've they're they'd they'll
    they've that's what's who's there's let's
    """

  private static let general = """
    good bad better best worse worst big small large little great new old young high low long short
    right wrong true false real sure certain clear easy hard simple free full open likely unlikely
    possible nice fine able available different important main usual early late next past own whole
    half least enough far near quick slow ready happy sad glad sorry well now today tomorrow yesterday
    tonight soon later maybe perhaps probably really actually basically certainly clearly simply
    instead however therefore otherwise together away back forward ahead apart anyway indeed thing
    things way ways lot lots kind bit part place people person man woman somebody men women name
    side point fact case reason question answer idea example number rest end matter word words
    course sense line universal personal professional emotional traditional global local social
    public private political modern essential fundamental fulfilling balanced overly length amount
    number somewhere anywhere everywhere nowhere elsewhere somehow forever
    """

  private static let time = """
    second minute hour day week month year morning noon afternoon evening night time o'clock clock's
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december
    """

  private static let numbers = """
    zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
    hundred thousand million first second third fourth percent
    """

  private static let units = """
    euro dollar pound franc cent percent metre meter kilo litre liter gram mile kilometre inch foot
    """
}
