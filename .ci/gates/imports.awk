# Dependencies have one direction, and each library is reached through one module of ours.
function check(   line) {
  if (language != "swift" || path ~ /(^|\/)Package\.swift$/) return
  for (line = 1; line <= lines; line++) {
    if (code[line] ~ /^([@a-zA-Z_]+(\([A-Za-z]+\))? )*import /) check_import(line, imported(code[line]))
  }
}

function imported(code) {
  sub(/.*import ((struct|class|enum|protocol|typealias|func|let|var) )?/, "", code)
  sub(/[^A-Za-z0-9_].*/, "", code)
  return code
}

function check_import(line, module) {
  if (module ~ /^Foundation/) {
    refuse(line, module, !is_free_of_foundation(),
      "Kernel and kit, and what they are made of, get by with the standard library")
  } else if (module ~ /^(CLibCurl|CLibYAML|CLibCrypto)$/) {
    refuse(line, module, path ~ ("^Sources/" wrapper(module) "/"), "Use " wrapper(module))
  } else if (module == "GRDB") {
    refuse(line, module, path ~ /^(Sources\/TinyTroupe\/(RunStore|SharedCache)|Tests\/RunStoreTests)\//, "Only the run store and the cache speak SQL")
  } else if (module == "ArgumentParser") {
    refuse(line, module, path ~ /^(Sources\/tinytroupe|Benchmarks)\//, "Only command lines have options")
  } else if (module == "Mustache") {
    refuse(line, module, path ~ /^(Plugins\/|Sources\/TinyTroupe\/Gateway\/RepairRequest\.swift$|Sources\/tinytroupe\/Scaffold\/)/,
      "Prompts belong to plugins, but for the gateway's one that repairs replies; new plugins are made of templates")
  } else if (module ~ /^(TinyTroupe|TinyTroupeKernel)$/) {
    refuse(line, module, path !~ /^(Plugins|plugin-sdk|examples\/plugins)\//,
      "A plugin knows the kit and nothing of the host")
  }
}

function refuse(line, module, is_allowed, reason) {
  if (!is_allowed) fail(line, "imports: " module " is not for this file. " reason ".")
}

function is_free_of_foundation() {
  return path ~ /^Sources\/TinyTroupe(Kernel|YAML|Digest)\// ||
    path ~ /^plugin-sdk\/swift\/Sources\/TinyTroupe(JSON|PluginKit)\//
}

function wrapper(module) {
  return module == "CLibCurl" ? "TinyTroupeHTTP" : module == "CLibYAML" ? "TinyTroupeYAML" : "TinyTroupeDigest"
}
