/// Writes one turn as messages: what the person perceived as the user's, what it did as its own.
///
/// The same items give the same bytes whether they are still going on or long past. Nothing is
/// merged across turns, so a message that was sent once never changes.
struct TurnMessages {
  /// What stands first: how much of the past is left out.
  var remark = ""
  /// When the person acted, as the contract writes it.
  let time: String
  /// The time that was told last; nil at the beginning and after a gap.
  let lastTime: String?
  let person: String

  /// Writes the items of the turn, and returns the time that was told last.
  func write(_ items: some Sequence<HistoryItem>, to messages: inout MessageList) -> String? {
    var role = MessageList.Role.user
    var lines: [String] = remark.isEmpty ? [] : [remark]
    var pictures: [Sight] = []
    var told = lastTime
    var isFirst = true
    for item in items {
      if isFirst { told = open(with: item, &lines) }
      isFirst = false
      let itsRole: MessageList.Role = item.isOwn ? .assistant : .user
      if itsRole != role { finish(&lines, &pictures, role, &messages) }
      role = itsRole
      lines.append(item.line(for: person))
      if let picture = item.picture, !item.isOwn { pictures.append(picture) }
    }
    if isFirst { told = open(with: nil, &lines) }
    finish(&lines, &pictures, role, &messages)
    return told
  }

  /// Writes the time where it has changed, and that nothing happened where nothing did.
  private func open(with first: HistoryItem?, _ lines: inout [String]) -> String? {
    let beginsWithin = !remark.isEmpty && first?.isOwn != false
    guard !beginsWithin else { return lastTime }
    if time != lastTime { lines.append("[\(SimulatedTime.text(time))]") }
    if first?.isOwn != false { lines.append("Nothing new reaches you.") }
    return time
  }

  private func finish(
    _ lines: inout [String], _ pictures: inout [Sight], _ role: MessageList.Role,
    _ messages: inout MessageList
  ) {
    guard !lines.isEmpty else { return }
    messages.add(role, lines.joined(separator: "\n"), pictures)
    (lines, pictures) = ([], [])
  }
}
