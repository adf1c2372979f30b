# A file, folder or type is named after its job, not after the drawer that it was put into.
function check(   line, parts, part) {
  if (!is_source) return
  split(path, parts, "/")
  for (part in parts) {
    if (is_catch_all(parts[part])) fail(1, "names: '" parts[part] "' says no job. Name what it does.")
  }
  for (line = 1; line <= lines; line++) {
    if (match(code[line], /(^|[ )])(struct|class|enum|actor|protocol|typealias|namespace) +[A-Za-z0-9_]+/)) {
      check_type(line, substr(code[line], RSTART, RLENGTH))
    }
  }
}

function check_type(line, declaration) {
  sub(/.* /, "", declaration)
  if (is_catch_all(declaration)) fail(line, "names: '" declaration "' says no job. Name what it does.")
}

function is_catch_all(name) {
  return name ~ /(Utils?|Utilit(y|ies)|Manager|Helpers?|Common|Misc)([A-Z0-9_.+-]|$)/ ||
    name ~ /(^|[_.-])(utils?|utilit(y|ies)|manager|helpers?|common|misc)([_.+-]|$)/
}
