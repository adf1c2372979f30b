# The package as a whole: components, warnings, linkage, the format, and the test run itself.

manifest() {
  sample Plugins/tool/Abacus/plugin.yaml <<'YAML'
id: org.example.abacus
provides:
  - kind: tool
    name: little-abacus
  - { kind: tool, name: big-abacus, contract: tool/1 }
YAML
}
manifest
echo 'let tool = "little-abacus"' | sample Sources/A/A.swift
refuses components Sources/A/A.swift:1
manifest
echo 'let tool = "big-abacus"' | sample Sources/A/A.swift
refuses components Sources/A/A.swift:1
manifest
echo 'let text = "use a big-abacus"  // "little-abacus"' | sample Sources/A/A.swift
echo 'let tool = "little-abacus"' | sample Tests/ATests/A.swift
passes components

sample Package.swift <<'SWIFT'
let bridging = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]
let targets = [
  .target(name: "A", swiftSettings: bridging),
  .target(
    name: "B", dependencies: ["A"]),
]
SWIFT
refuses warnings Package.swift:7
sample Package.swift <<'SWIFT'
let bridging = [
  .swiftLanguageMode(.v6),
  // .treatAllWarnings(as: .error),
]
SWIFT
refuses warnings Package.swift:1
sample Package.swift <<'SWIFT'
let bridging = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]
let targets = [
  .target(name: "A", cSettings: [.treatAllWarnings(as: .error)]),
  .testTarget(
    name: "B", dependencies: [.target(name: "A")], swiftSettings: bridging),
]
SWIFT
passes warnings

# The settings of our own package, in a package with a warning.
{ sed -n '1,/^let package/p' "$root/Package.swift" | sed '/^let package/d'
  echo 'let package = Package(name: "A", targets: [.target(name: "A", swiftSettings: bridging)])'
} | sample Package.swift
echo 'func a() { let unused = 1 }' | sample Sources/A/A.swift
must_fail 'a warning' swift build -q --package-path "$tree"
grep -q unused "$work/output" || complain "the warning does not fail the build, but: $(cat "$work/output")"
echo 'func a() {}' | sample Sources/A/A.swift
must_succeed 'a build without warnings' swift build -q --package-path "$tree"
rm -rf "$tree"

# Object files, as the linkage check sees them.
for module in JSON PluginKit YAML Digest Kernel; do
  echo '-lswiftCore' | sample "TinyTroupe$module.build/A.swift.o"
done
must_succeed 'the linkage check of clean modules' "$gates/linkage" "$tree"
echo '-lswiftCore -lFoundationEssentials' | sample TinyTroupeYAML.build/B.swift.o
must_fail 'a link to Foundation' "$gates/linkage" "$tree"
must_fail 'a build that is not there' "$gates/linkage" "$work"
rm -rf "$tree"

lint=(swift format lint --strict --configuration "$root/.swift-format" -r)
echo 'let a = 1' | sample Sources/A/A.swift
must_succeed 'the lint of a good file' "${lint[@]}" "$tree"
echo 'let a  =  1' | sample Sources/A/A.swift
must_fail 'a wrong format' "${lint[@]}" "$tree"
echo 'public func a(_ b: Int?) -> Int { b! }' | sample Sources/A/A.swift
must_fail 'a forced unwrap' "${lint[@]}" "$tree"
rm -rf "$tree"

# A test runner in place of swift: it prints $1 and exits with $2.
runs_tests() {
  printf '#!/bin/sh\necho "%s"\nexit %s\n' "$1" "$2" | sample bin/swift
  chmod +x "$tree/bin/swift"
  PATH="$tree/bin:$PATH" "$root/.ci/run-tests" "$tree"
}
must_succeed 'a test run' runs_tests '✔ Test run with 2 tests in 1 suite passed after 0.1 seconds.' 0
must_fail 'a failed test' runs_tests '✘ Test run with 2 tests in 1 suite failed after 0.1 seconds with 1 issue.' 1
must_fail 'a run without tests' runs_tests '✔ Test run with 0 tests in 0 suites passed after 0.1 seconds.' 0
must_fail 'a crash' runs_tests 'error: Exited with unexpected signal code 11' 1
rm -rf "$tree"

# And without any files, the gates have nothing to say.
mkdir -p "$tree"
must_fail 'an empty tree' "$gates/run" "$tree"
rm -rf "$tree"
