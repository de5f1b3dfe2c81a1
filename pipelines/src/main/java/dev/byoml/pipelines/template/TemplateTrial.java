package dev.byoml.pipelines.template;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries a template on lines, counts what becomes of them and keeps the first of each outcome. */
final class TemplateTrial {
  private static final int LONGEST_VALUE = 60;

  /** The first lines with the same outcome, and how many there are. */
  private static final class Outcome {
    private final List<String> examples = new ArrayList<>();
    private long lines;
  }

  private final Template template;
  private final int examplesShown;

  private final Outcome used = new Outcome();
  private final SortedMap<String, Outcome> filtered = new TreeMap<>();
  private final SortedMap<String, Outcome> rejected = new TreeMap<>();
  private final Set<String> itemIds = new HashSet<>();
  private final Set<String> tenants = new HashSet<>();
  private final Set<List<String>> users = new HashSet<>();
  private final Set<List<String>> resources = new HashSet<>();
  private final Set<List<String>> accesses = new HashSet<>();
  private long read;
  private long repeated;
  private Instant earliest;
  private Instant latest;

  TemplateTrial(Template template, int examplesShown) {
    this.template = template;
    this.examplesShown = examplesShown;
  }

  /**
   * Tries the first lines of a sample.
   *
   * @param most no more lines are tried than this
   * @return whether the file has no further lines
   * @throws IOException if it cannot be read
   */
  boolean addFirst(long most, SampleRows sample) throws IOException {
    return sample.read(template, most, this::add);
  }

  private void add(SourceLine line, ParsedLine parsed, LineParser parser) {
    read++;
    if (parsed instanceof ParsedLine.Used accepted) {
      addUsed(accepted.event());
    } else if (parsed instanceof ParsedLine.Filtered left) {
      add(
          filtered.computeIfAbsent(left.reason(), unseen -> new Outcome()),
          whatItHolds(line, parser));
    } else if (parsed instanceof ParsedLine.Rejected refused) {
      String reason = refused.line().reason().label();
      String detail = refused.line().detail();
      String example = (detail.isEmpty() ? "" : detail + ": ") + refused.line().start();
      add(rejected.computeIfAbsent(reason, unseen -> new Outcome()), example);
    }
  }

  /** Whether a line is an access. */
  boolean hasUsed() {
    return used.lines > 0;
  }

  /** How many rows are accesses. */
  long used() {
    return used.lines;
  }

  /** How many rows were left out on purpose. */
  long filtered() {
    return total(filtered);
  }

  /** How many rows could not be understood. */
  long rejected() {
    return total(rejected);
  }

  /** The time of the earliest access and that of the latest, in words; of no accesses, nothing. */
  String timesInWords() {
    return hasUsed() ? "from %s to %s".formatted(earliest, latest) : "";
  }

  /** What most of the rows that are not accesses are counted as, or nothing. */
  Optional<String> mainReason() {
    return Stream.of(filtered, rejected)
        .flatMap(outcomes -> outcomes.entrySet().stream())
        .max(Comparator.comparingLong(outcome -> outcome.getValue().lines))
        .map(Map.Entry::getKey);
  }

  /** Prints counts and examples. */
  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "lines: read %,d = used %,d + filtered %,d%s + rejected %,d%s%n",
        read,
        used.lines,
        total(filtered),
        reasons(filtered),
        total(rejected),
        reasons(rejected));
    if (repeated > 0) {
      out.printf(
          Locale.ROOT,
          "       %,d of the used lines repeat an itemId; a run counts them as filtered, duplicate%n",
          repeated);
    }
    if (hasUsed()) {
      out.printf(
          Locale.ROOT,
          "found: %,d tenants, %,d users, %,d resources, %,d distinct accesses, from %s to %s%n",
          tenants.size(),
          users.size(),
          resources.size(),
          accesses.size(),
          earliest,
          latest);
    }
    print("used", used, out);
    filtered.forEach((reason, outcome) -> print("filtered: " + reason, outcome, out));
    rejected.forEach((reason, outcome) -> print("rejected: " + reason, outcome, out));
  }

  /** The fields that decide what becomes of the line, or its start if it has none of them. */
  private static String whatItHolds(SourceLine line, LineParser parser) {
    Map<String, String> fields = parser.fields();
    return fields.isEmpty()
        ? RejectedLine.startOf(line)
        : fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + shortened(RejectedLine.harmless(field.getValue())))
            .collect(Collectors.joining("  "));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  private void addUsed(AccessEvent event) {
    String tenant = event.key().tenant();
    String user = event.key().user();
    String resource = event.key().resource();
    tenants.add(tenant);
    users.add(List.of(tenant, user));
    resources.add(List.of(tenant, resource));
    accesses.add(List.of(tenant, user, resource));
    if (!event.itemId().isEmpty() && !itemIds.add(event.itemId())) {
      repeated++;
    }
    Instant time = event.time();
    earliest = earliest == null || time.isBefore(earliest) ? time : earliest;
    latest = latest == null || time.isAfter(latest) ? time : latest;
    String count = event.count() == 1 ? "" : "  count=" + event.count();
    add(
        used,
        RejectedLine.harmless(
            "%s  tenant=%s  user=%s  resource=%s%s"
                .formatted(time, tenant, user, resource, count)));
  }

  private void add(Outcome outcome, String example) {
    if (outcome.examples.size() < examplesShown) {
      outcome.examples.add(String.format(Locale.ROOT, "line %,d: %s", read, example));
    }
    outcome.lines++;
  }

  private static long total(SortedMap<String, Outcome> outcomes) {
    return outcomes.values().stream().mapToLong(outcome -> outcome.lines).sum();
  }

  private static String reasons(SortedMap<String, Outcome> outcomes) {
    return outcomes.isEmpty()
        ? ""
        : outcomes.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue().lines))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static void print(String name, Outcome outcome, PrintStream out) {
    if (!outcome.examples.isEmpty()) {
      out.printf("%n%s%n", name);
      outcome.examples.forEach(example -> out.printf("  %s%n", example));
    }
  }
}
