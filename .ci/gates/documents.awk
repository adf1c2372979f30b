# Code in README.md and the guides is real: a block of YAML, Swift or C is, line by line, the file that
# the line before it names at its end, as in "This is `examples/studies/first-chat.yaml`:".
function check(   line, file) {
  if (language != "markdown" || (path != "README.md" && path !~ /^docs\/guides\//)) return
  file = ""
  for (line = 1; line <= lines; line++) {
    if (raw[line] ~ /^```(yaml|swift|c)$/) {
      line = file == "" ? unnamed(line) : compare(line, file)
    } else if (match(raw[line], /`[^` ]+`:$/)) {
      file = substr(raw[line], RSTART + 1, RLENGTH - 3)
    } else if (raw[line] !~ /^ *$/) {
      file = ""
    }
  }
}

function unnamed(line) {
  fail(line, "documents: no file is named for this block. End the line before it with `PATH`:.")
  return block_end(line)
}

function compare(line, file,   first, real, status) {
  first = line
  while ((status = (getline real < file)) > 0) {
    line++
    if (line > lines || raw[line] != real) {
      fail(line > lines ? lines : line, "documents: this is not what stands in " file ". Copy the file.")
      close(file)
      return block_end(first)
    }
  }
  close(file)
  if (status < 0) fail(first, "documents: there is no file " file ".")
  else if (raw[line + 1] != "```") fail(line + 1, "documents: " file " ends before this. Copy the file.")
  return block_end(first)
}

function block_end(line) {
  for (line++; line < lines && raw[line] != "```"; ) line++
  return line
}
