# Sources/ names no component: manifests say what is used when a study says nothing. The manifests
# under Plugins/ come before Sources/ in the list of files. Words that the host has a meaning of its
# own for are no proof: the folder "results", the mark "rehearsal" on results without a model, and
# the file formats after which exporters are called.
function check(   line, name) {
  if (language == "yaml") read_names()
  if (language != "swift" || path !~ /^Sources\//) return
  for (line = 1; line <= lines; line++) {
    for (name in components) {
      if (index(text[line], "\"" name "\"")) {
        fail(line, "components: Sources/ names the component '" name "'. Say `default: true` or `auto:` in its manifest.")
      }
    }
  }
}

function read_names(   line, name) {
  if (path !~ /^Plugins\// || path ~ /^Plugins\/exporter\//) return
  for (line = 1; line <= lines; line++) {
    if (raw[line] !~ /^[ -]*(\{ *)?(kind: [a-z]+, *)?name: [a-z0-9-]+/) continue
    name = raw[line]
    sub(/.*name: /, "", name)
    sub(/[^a-z0-9-].*/, "", name)
    if (name != "results" && name != "rehearsal") components[name] = 1
  }
}
