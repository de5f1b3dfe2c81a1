package dev.byoml.pipelines.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads an export tree back as the contract describes it, with nothing of the product's readers.
 */
final class ExportedRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SYSTEM_SHARES = Set.of("ipc$", "sysvol", "netlogon", "print$");

  private final List<JsonNode> rows = new ArrayList<>();
  private long lines;
  private long rejected;

  private ExportedRows() {}

  /** Reads the blobs whose path contains {@code part}. */
  static ExportedRows read(Path export, String part) {
    ExportedRows read = new ExportedRows();
    for (Path blob : files(export)) {
      if (blob.toString().contains(part)) {
        read.add(text(blob));
      }
    }
    return read;
  }

  private void add(String blob) {
    for (String line : blob.split("\n")) {
      lines++;
      try {
        rows.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        rejected++;
      }
    }
  }

  List<JsonNode> rows() {
    return rows;
  }

  /** Distinct accesses that the default template keeps: tenant, user and resource of each row. */
  List<String> accesses() {
    Set<String> seen = new HashSet<>();
    return rows.stream()
        .filter(ExportedRows::isKept)
        .filter(row -> seen.add(row.get("_ItemId").asText()))
        .map(row -> String.join("\t", row.get("TenantId").asText(), userOf(row), resourceOf(row)))
        .toList();
  }

  /** What {@code counts.json} says of these rows, counted from the rows. */
  JsonNode counts() {
    long event5140 = rows.stream().filter(row -> row.get("EventID").asInt() == 5140).count();
    long kept = rows.stream().filter(ExportedRows::isKept).count();
    long used = accesses().size();
    return JSON.createObjectNode()
        .put("lines", lines)
        .put("event5140", event5140)
        .put("otherEvents", rows.size() - event5140)
        .put("used", used)
        .put("duplicates", kept - used)
        .put("filtered", rows.size() - kept)
        .put("rejected", rejected);
  }

  private static boolean isKept(JsonNode row) {
    if (row.get("EventID").asInt() != 5140) {
      return false;
    }
    String user = userOf(row);
    String resource = resourceOf(row);
    return !user.endsWith("$")
        && !user.endsWith("\\anonymous logon")
        && !SYSTEM_SHARES.contains(resource.substring(resource.lastIndexOf('\\') + 1));
  }

  private static String userOf(JsonNode row) {
    String account =
        row.has("Account")
            ? row.get("Account").asText()
            : row.get("SubjectDomainName").asText() + "\\" + row.get("SubjectUserName").asText();
    return account.toLowerCase(Locale.ROOT);
  }

  private static String resourceOf(JsonNode row) {
    String share = row.get("ShareName").asText();
    return ("\\\\" + row.get("Computer").asText() + share.substring(share.lastIndexOf('\\')))
        .toLowerCase(Locale.ROOT);
  }

  /** All files below a folder, sorted. */
  static List<Path> files(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below a folder with its content; bytes become characters one by one. */
  static TreeMap<String, String> contents(Path folder) {
    TreeMap<String, String> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      contents.put(folder.relativize(file).toString(), text(file));
    }
    return contents;
  }

  static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
