import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsExporter

@Suite("Files of other formats")
struct ExporterTests {
  private static let table: JSON = [
    "name": "p.csv",
    "table": [
      "columns": ["agent", "price", "why"],
      "rows": [["Ana", 4.5, "a|b;\n\"c\""], ["=Ben", .null, "-3"]],
      "fields": [["column": "price", "type": "number"]],
    ],
  ]
  private static let text: JSON = [
    "name": "r.md", "title": "R", "content": "# R\n\n![x](y) Text.\n",
  ]

  private func content<Format: Exporter>(
    _ format: Format.Type, _ request: JSON, _ config: JSON = [:]
  ) async throws -> String {
    let exporter = try FakeHost().create(format, config: config)
    return try await exporter.invoke("export", request).get()["content"]?.string ?? ""
  }

  @Test("C72: JSON holds rows as objects, and what the fields mean; a text its title and content")
  func json() async throws {
    let table = try JSON(parsing: try await content(JSONExporter.self, Self.table))
    #expect(table["name"] == "p.csv" && table["fields"]?[0]?["type"] == "number")
    #expect(table["rows"]?[0] == ["agent": "Ana", "price": 4.5, "why": "a|b;\n\"c\""])
    #expect(table["rows"]?[1]?["price"] == .null)
    let text = try JSON(parsing: try await content(JSONExporter.self, Self.text))
    #expect(text["title"] == "R" && text["content"] == "# R\n\n![x](y) Text.\n")
  }

  @Test("JSONL has a line for each row, also where a cell has several")
  func lines() async throws {
    let lines = try await content(JSONLinesExporter.self, Self.table).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(try JSON(parsing: String(lines[0]))["why"] == "a|b;\n\"c\"")
    #expect(try await content(JSONLinesExporter.self, Self.text).hasPrefix("{\"title\":\"R\""))
  }

  @Test("CSV quotes what it must, with the separator that is wanted, and no formulas")
  func csv() async throws {
    #expect(
      try await content(CSVExporter.self, Self.table)
        == "agent,price,why\nAna,4.5,\"a|b;\n\"\"c\"\"\"\n'=Ben,,-3\n")
    #expect(
      try await content(
        CSVExporter.self, Self.table, ["separator": "semicolon", "byte_order_mark": true]
      ).hasPrefix("\u{FEFF}agent;price;why\nAna;4.5;\"a|b;"))
    #expect(try await content(CSVExporter.self, Self.text).hasPrefix("title,content\nR,\"# R\n"))
  }

  @Test("the events that show a row stand in CSV and Markdown as in the run's own table")
  func evidence() async throws {
    let table: JSON = [
      "name": "e.csv",
      "table": [
        "columns": ["agent", "likes", "evidence"],
        "rows": [["Ana", ["a", "b"], [52, 54]], ["Ben", .null, []]], "fields": [],
      ],
    ]
    #expect(
      try await content(CSVExporter.self, table)
        == "agent,likes,evidence\nAna,\"[\"\"a\"\",\"\"b\"\"]\",52 54\nBen,,\n")
    #expect(try await content(MarkdownExporter.self, table).contains("| [\"a\",\"b\"] | 52 54 |"))
    let json = try JSON(parsing: try await content(JSONExporter.self, table))
    #expect(json["rows"]?[0]?["evidence"] == [52, 54])
  }

  @Test("Markdown is a text as it is, and a table with pipes")
  func markdown() async throws {
    #expect(try await content(MarkdownExporter.self, Self.text) == "# R\n\n![x](y) Text.\n")
    #expect(
      try await content(MarkdownExporter.self, Self.table)
        == """
        # p.csv

        | agent | price | why |
        | --- | --- | --- |
        | Ana | 4.5 | a\\|b; "c" |
        | =Ben |  | -3 |

        """)
  }

  @Test("C72: Word is made by pandoc, which reads no picture from the disk")
  func word() async throws {
    let host = FakeHost(services: [
      "tt.exec/1": { _, request, body in
        #expect(request["program"] == "pandoc")
        #expect(String(decoding: body, as: UTF8.self) == "# R\n\n[x](y) Text.\n")
        return FakeAnswer(["status": 0, "error": ""], body: Array("PK!".utf8))
      }
    ])
    let result = try await host.create(WordExporter.self).invoke("export", Self.text).get()
    #expect(result["base64"] == "UEsh")
  }

  @Test("C72: what is neither table nor text is refused, and so is a separator that there is not")
  func mistakes() async {
    await #expect {
      _ = try await content(JSONExporter.self, ["name": "x"])
    } throws: {
      "\($0)".contains("An export needs a 'table' or a text as 'content'.")
    }
    await #expect {
      _ = try await content(CSVExporter.self, Self.table, ["separator": "pipe"])
    } throws: {
      "\($0)".contains("csv: 'separator' must be comma, semicolon or tab, not 'pipe'.")
    }
  }
}
