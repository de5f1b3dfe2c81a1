package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.source.TimeRange;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the result of a scoring run can be trusted, by its numbers: an empty result is good news
 * only where there was something to find. A run that read nothing of its window, rejected most of
 * it, or met only rows of another table or shape has failed; other doubts are warnings.
 *
 * <p>A row counts for the window if it is neither blank, nor a header, nor an access outside the
 * time range. Of rows that the template leaves out before it looks at their time (other events, for
 * one) only the folder they lie in shows whether they count.
 *
 * <p>Knows no clock: how old a model is is measured at the end of the window.
 */
public final class RunTrust implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many days may lie between a model's training and the end of the window. */
  public static final int MODEL_AGE_DAYS = 45;

  /** What percentage of the rows may be rejected. */
  public static final double REJECTED_PERCENT = 50;

  /** Rules that no run fails and that warn of nothing. */
  public static final RunTrust EVERY_RUN =
      new RunTrust(TimeRange.ALL, TimeRange.ALL, "", 100, Integer.MAX_VALUE, true);

  private static final String OTHER_TABLE = "otherTable";
  private static final String OTHER_SHAPE = "otherShape";
  private static final String FILTERED = "filteredByReason.";
  private static final String REJECTED = "rejectedByReason.";
  private static final String UNKNOWN_TENANT = "unknownTenants.";

  /** Fewer unknown names than this raise no doubt, however large their share is. */
  private static final long FEWEST_NAMES = 3;

  /** One name alone may be alike by chance. */
  private static final long FEWEST_MOVED = 2;

  private static final int LONGEST_EXAMPLE = 120;
  private static final int TENANTS_NAMED = 5;
  private static final int REASONS_NAMED = 3;
  private static final long SECONDS_OF_A_DAY = 86_400;

  private final TimeRange window;
  private final TimeRange training;
  private final String template;
  private final double maxRejected;
  private final int maxModelAge;
  private final boolean allowEmpty;

  private RunTrust(
      TimeRange window,
      TimeRange training,
      String template,
      double maxRejected,
      int maxModelAge,
      boolean allowEmpty) {
    this.window = requireNonNull(window, "window");
    this.training = requireNonNull(training, "training");
    this.template = requireNonNull(template, "template");
    this.maxRejected = maxRejected;
    this.maxModelAge = maxModelAge;
    this.allowEmpty = allowEmpty;
  }

  /**
   * The rules for a window, a model and a template.
   *
   * @param window what is scored
   * @param model what scores
   * @param template name of the template that reads
   */
  public static RunTrust of(TimeRange window, ModelManifest model, String template) {
    return new RunTrust(
        window,
        new TimeRange(model.from(), model.to()),
        template,
        REJECTED_PERCENT,
        MODEL_AGE_DAYS,
        false);
  }

  /**
   * The same with another share of rejected rows.
   *
   * @param percent the largest percentage of the rows that may be rejected, 0 to 100
   * @throws IllegalArgumentException if it is outside
   */
  public RunTrust withMaxRejected(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("must lie between 0 and 100, got " + percent);
    }
    return new RunTrust(window, training, template, percent, maxModelAge, allowEmpty);
  }

  /**
   * The same with another age of the model.
   *
   * @param days how many days may lie between its training and the end of the window, at least 0
   * @throws IllegalArgumentException if it is below
   */
  public RunTrust withMaxModelAge(int days) {
    if (days < 0) {
      throw new IllegalArgumentException("must be at least 0 days, got " + days);
    }
    return new RunTrust(window, training, template, maxRejected, days, allowEmpty);
  }

  /** The same, by which what would fail a run is only a warning. */
  public RunTrust allowingEmpty() {
    return new RunTrust(window, training, template, maxRejected, maxModelAge, true);
  }

  /**
   * Why the run has failed.
   *
   * @param numbers the run's numbers, as {@link RunMetrics} has them
   * @return a sentence without its end, or nothing if it has not
   */
  public Optional<String> failure(Map<String, Long> numbers) {
    return allowEmpty ? Optional.empty() : emptiness(numbers).map(Map.Entry::getValue);
  }

  /**
   * What is doubtful about a run that has not failed.
   *
   * @param numbers the run's numbers, as {@link RunMetrics} has them
   * @return a line for each doubt
   */
  public List<String> warnings(Map<String, Long> numbers) {
    return List.copyOf(doubts(numbers).values());
  }

  /**
   * What is doubtful about a run, one that has failed included.
   *
   * @param numbers the run's numbers, as {@link RunMetrics} has them
   * @return a line for each doubt by its kind, as counters name it
   */
  Map<String, String> doubts(Map<String, Long> numbers) {
    Map<String, String> doubts = new LinkedHashMap<>();
    Optional<Map.Entry<String, String>> emptiness = emptiness(numbers);
    emptiness.ifPresent(doubt -> doubts.put(doubt.getKey(), doubt.getValue()));
    if (emptiness.isEmpty() && get(numbers, "used") == 0) {
      doubts.put(
          "noneUsed",
          String.format(
              Locale.ROOT,
              "none of the %,d rows that were read is an access (%s)",
              inWindow(numbers),
              most(numbers, FILTERED)));
    }
    trainedOn(numbers).ifPresent(doubt -> doubts.put("windowOfTraining", doubt));
    old(numbers).ifPresent(doubt -> doubts.put("oldModel", doubt));
    unknownTenants(numbers).ifPresent(doubt -> doubts.put("unknownTenants", doubt));
    for (String kind : List.of("Users", "Resources")) {
      String shown = kind.toLowerCase(Locale.ROOT);
      unknown(numbers, kind, shown).ifPresent(doubt -> doubts.put("unknown" + kind, doubt));
    }
    for (String kind : List.of("Users", "Resources")) {
      String shown = kind.toLowerCase(Locale.ROOT);
      moved(numbers, kind, shown).ifPresent(doubt -> doubts.put("moved" + kind, doubt));
    }
    return doubts;
  }

  /** Why there was nothing to find, by its kind. */
  private Optional<Map.Entry<String, String>> emptiness(Map<String, Long> numbers) {
    long inWindow = inWindow(numbers);
    if (inWindow == 0) {
      long outside = get(numbers, FILTERED + FilterReason.OUTSIDE_TIME_RANGE);
      return Optional.of(
          Map.entry(
              "nothingRead",
              "nothing was read in %s%s"
                  .formatted(
                      window,
                      outside == 0
                          ? ""
                          : String.format(
                              Locale.ROOT, "; %,d accesses lie outside of it", outside))));
    }
    long rejected = get(numbers, "rejected");
    double percent = 100.0 * rejected / inWindow;
    if (percent > maxRejected) {
      return Optional.of(
          Map.entry(
              "mostlyRejected",
              String.format(
                  Locale.ROOT,
                  "%,d of the %,d rows that were read (%.0f %%) were rejected by template %s, more than"
                      + " --maxRejected=%s (%s)",
                  rejected,
                  inWindow,
                  percent,
                  template,
                  maxRejected == Math.rint(maxRejected)
                      ? Long.toString((long) maxRejected)
                      : Double.toString(maxRejected),
                  most(numbers, REJECTED))));
    }
    long other = get(numbers, FILTERED + OTHER_TABLE) + get(numbers, FILTERED + OTHER_SHAPE);
    if (other + rejected == inWindow) {
      return Optional.of(
          Map.entry(
              "otherTable",
              String.format(
                  Locale.ROOT,
                  "none of the %,d rows that were read is of the table and shape of template %s (%s)",
                  inWindow,
                  template,
                  most(numbers, FILTERED))));
    }
    return Optional.empty();
  }

  private static long inWindow(Map<String, Long> numbers) {
    return get(numbers, "read")
        - get(numbers, FILTERED + FilterReason.OUTSIDE_TIME_RANGE)
        - get(numbers, FILTERED + FilterReason.BLANK_LINE)
        - get(numbers, FILTERED + FilterReason.HEADER_LINE);
  }

  private Optional<String> trainedOn(Map<String, Long> numbers) {
    Instant from = window.from() == null ? time(numbers, "times.first") : window.from();
    Instant to = end(numbers);
    boolean known = from != null && to != null && training.to() != null;
    boolean after = known && !from.isBefore(training.to());
    boolean before = known && training.from() != null && !to.isAfter(training.from());
    return !known || after || before
        ? Optional.empty()
        : Optional.of(
            "the window %s overlaps what the model was trained on, %s: what happened then is no"
                    .formatted(new TimeRange(from, to), training)
                + " longer new to it; score what came after");
  }

  private Optional<String> old(Map<String, Long> numbers) {
    Instant end = end(numbers);
    if (end == null || training.to() == null) {
      return Optional.empty();
    }
    Duration age = Duration.between(training.to(), end);
    return age.compareTo(Duration.ofDays(maxModelAge)) <= 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the model was trained until %s, %,d days before the end of the window, more than"
                    + " --maxModelAge=%dd: train a new one",
                training.to(),
                age.toSeconds() / SECONDS_OF_A_DAY,
                maxModelAge));
  }

  private static Optional<String> unknownTenants(Map<String, Long> numbers) {
    List<String> tenants =
        numbers.keySet().stream()
            .filter(name -> name.startsWith(UNKNOWN_TENANT))
            .map(name -> name.substring(UNKNOWN_TENANT.length()))
            .sorted()
            .toList();
    return tenants.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the model knows nothing of %s: %s%s; nothing tells which of their accesses are odd",
                tenants.size() == 1 ? "a tenant" : "%,d tenants".formatted(tenants.size()),
                String.join(", ", tenants.subList(0, Math.min(TENANTS_NAMED, tenants.size()))),
                tenants.size() > TENANTS_NAMED ? ", …" : ""));
  }

  private static Optional<String> unknown(Map<String, Long> numbers, String kind, String shown) {
    long unknown = get(numbers, "names.unknown" + kind);
    long all = unknown + get(numbers, "names.known" + kind);
    return unknown < FEWEST_NAMES || 2 * unknown <= all
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the model does not know %,d of the %,d %s of the window: is it another template's,"
                    + " or have names changed?",
                unknown,
                all,
                shown));
  }

  private static Optional<String> moved(Map<String, Long> numbers, String kind, String shown) {
    long moved = get(numbers, "names.moved" + kind);
    long unknown = get(numbers, "names.unknown" + kind);
    if (moved < FEWEST_MOVED || 3 * moved < unknown) {
      return Optional.empty();
    }
    String prefix = "moved" + kind + ".";
    String examples =
        numbers.keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .sorted()
            .map(name -> shortened(name.substring(prefix.length())))
            .collect(Collectors.joining("; "));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d of the %,d unknown %s match known ones but for domain, case or a suffix (%s): if"
                + " names have moved, --aliases=FILE joins them",
            moved,
            unknown,
            shown,
            examples));
  }

  private static String shortened(String example) {
    return example.length() <= LONGEST_EXAMPLE
        ? example
        : example.substring(0, LONGEST_EXAMPLE) + "…";
  }

  private Instant end(Map<String, Long> numbers) {
    return window.to() == null ? time(numbers, "times.last") : window.to();
  }

  private static Instant time(Map<String, Long> numbers, String name) {
    return numbers.containsKey(name) ? Instant.ofEpochSecond(numbers.get(name)) : null;
  }

  /** The commonest reasons with their numbers. */
  private static String most(Map<String, Long> numbers, String prefix) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(REASONS_NAMED)
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "%s %,d",
                    entry.getKey().substring(prefix.length()),
                    entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static long get(Map<String, Long> numbers, String name) {
    return numbers.getOrDefault(name, 0L);
  }
}
