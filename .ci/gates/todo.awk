# A TODO names the issue in which it will be done: TODO #12.
function check(   line) {
  if (!is_source) return
  for (line = 1; line <= lines; line++) {
    if (raw[line] ~ /(^|[^A-Za-z0-9_])(TODO|FIXME)([^A-Za-z0-9_]|$)/ &&
        raw[line] !~ /(TODO|FIXME)[ (:]*#[0-9]/) {
      fail(line, "todo: no issue is named. Do it now, or write TODO #NUMBER.")
    }
  }
}
