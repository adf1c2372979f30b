# Code in documents.

study() {
  printf 'name: a\nseed: 1\n' | sample examples/a.yaml
}
study
printf 'This is `examples/a.yaml`:\n\n```yaml\nname: a\nseed: 2\n```\n' | sample README.md
refuses documents README.md:5
study
printf 'This is `examples/a.yaml`:\n\n```yaml\nname: a\n```\n' | sample README.md
refuses documents README.md:5
study
printf 'This is `examples/a.yaml`:\n\n```yaml\nname: a\nseed: 1\nmore: 1\n```\n' | sample README.md
refuses documents README.md:6
printf 'This is `examples/a.yaml`:\n\n```yaml\nname: a\n```\n' | sample docs/guides/a.md
refuses documents docs/guides/a.md:3
study
printf 'See `examples/a.yaml`:\n\nA study.\n\n```swift\nlet a = 1\n```\n' | sample docs/guides/a.md
refuses documents docs/guides/a.md:5
study
printf 'This is `examples/a.yaml`:\n\n```yaml\nname: a\nseed: 1\n```\n\nMore.\n\n    make demo\n' | sample README.md
printf '```yaml\nname: b\n```\n' | sample docs/other.md
passes documents
