package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a line holds the fields of a row. */
public enum RowFormat {
  /** The line is a JSON object; a field is one of its members. */
  @JsonProperty("json")
  JSON,
  /** The line is columns between tabs, nothing quoted; a field is the name of a column. */
  @JsonProperty("tsv")
  TSV,
  /** The line is a CSV record as of RFC 4180; a field is the name of a column. */
  @JsonProperty("csv")
  CSV
}
