package dev.byoml.pipelines.kafka;

import dev.byoml.pipelines.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The last day of the checked-in sample as messages of a topic: out of order, with rows that are
 * late and rows that are delivered again; and what {@code score} says of its windows.
 */
public final class SampleTopic {
  /** How late rows are at most. */
  public static final Duration LATENESS = Duration.ofHours(2);

  /** Length of a window. */
  public static final Duration WINDOW = Duration.ofHours(4);

  /** The day. */
  public static final Instant DAY = Instant.parse("2026-03-31T00:00:00Z");

  private static final int SEED = 19;
  private static final Pattern TIME = Pattern.compile("\"TimeGenerated\":\"([^\"]+Z)\"");

  private SampleTopic() {}

  /** A row, and when its message arrives. */
  private record Row(Instant time, Instant arrival, String line) {}

  /** Trains on the days before. */
  public static Path train(Path model) {
    run(
        "train",
        "--input=" + sample(),
        "--from=2026-03-23",
        "--to=2026-03-31",
        "--algorithm=als",
        "--model=" + model);
    return model;
  }

  /**
   * The messages, one for each row, in the order of their arrival.
   *
   * @param copies how often the day is repeated, each time under identities of their own
   */
  public static List<ProducerRecord<byte[], byte[]>> messages(
      String topic, int partitions, int copies) throws IOException {
    Random random = new Random(SEED);
    List<Row> rows = new ArrayList<>();
    for (String line : lines()) {
      Matcher written = TIME.matcher(line);
      Instant time = written.find() ? Instant.parse(written.group(1)) : DAY;
      for (int copy = 0; copy < copies; copy++) {
        String own =
            copy == 0 ? line : line.replace("\"_ItemId\":\"", "\"_ItemId\":\"" + copy + "-");
        rows.add(new Row(time, time.plusSeconds(random.nextInt(3)), own));
        if (random.nextInt(4) == 0) {
          rows.add(new Row(time, time.plusSeconds(random.nextInt(6_000)), own));
        }
        if (random.nextInt(8) == 0) {
          Row row = rows.remove(rows.size() - 1);
          rows.add(new Row(time, time.plusSeconds(1_000 + random.nextInt(6_000)), row.line()));
        }
      }
    }
    Collections.shuffle(rows, random);
    rows.sort(Comparator.comparing(Row::arrival));
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (Row row : rows) {
      messages.add(
          KafkaBroker.record(
              topic, random.nextInt(partitions), row.arrival().toEpochMilli(), row.line()));
    }
    return messages;
  }

  /** The result rows of {@code score} for each window, by the name of its folder. */
  public static SortedMap<String, List<String>> scored(String input, Path model, Path folder)
      throws IOException {
    SortedMap<String, List<String>> windows = new TreeMap<>();
    Instant end = DAY.plus(Duration.ofDays(1));
    for (Instant from = DAY; from.isBefore(end); from = from.plus(WINDOW)) {
      List<String> rows =
          score(input, from, from.plus(WINDOW), model, folder.resolve(nameOf(from)));
      if (!rows.isEmpty()) {
        windows.put(nameOf(from), rows);
      }
    }
    return windows;
  }

  /** Name of the folder of a window. */
  static String nameOf(Instant from) {
    return from.toString().replaceAll("[-:]", "");
  }

  /** The result rows of {@code score} for a window. */
  static List<String> score(String input, Instant from, Instant to, Path model, Path results)
      throws IOException {
    run(
        "score",
        "--input=" + input,
        "--from=" + from,
        "--to=" + to,
        "--model=" + model,
        "--allowEmpty",
        "--output=" + results);
    return rows(results);
  }

  /** The result rows of the windows of a run without end, by the name of the folder. */
  public static SortedMap<String, List<String>> watched(Path folder) throws IOException {
    SortedMap<String, List<String>> windows = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return windows;
    }
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path window : folders.filter(Files::isDirectory).toList()) {
        List<String> rows = rows(window);
        if (!rows.isEmpty()) {
          windows.put(window.getFileName().toString(), rows);
        }
      }
    }
    return windows;
  }

  private static List<String> rows(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().matches("(anomalies|ordinary)-.*ndjson"))
              .toList()) {
        String kind = file.getFileName().toString().replaceFirst("-.*", " ");
        Files.readAllLines(file).forEach(row -> rows.add(kind + row));
      }
    }
    rows.sort(null);
    return rows;
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sample())) {
      for (Path file : files.filter(f -> f.toString().contains("/d=31/")).sorted().toList()) {
        if (Files.isRegularFile(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private static Path sample() {
    Path here = Path.of("").toAbsolutePath();
    Path checkout = Files.isDirectory(here.resolve("sample-data")) ? here : here.getParent();
    return checkout.resolve("sample-data/small/am-securityevent");
  }

  private static void run(String... arguments) {
    Cli cli = Cli.run(arguments);
    if (cli.status() != 0) {
      throw new IllegalStateException(cli.err());
    }
  }
}
