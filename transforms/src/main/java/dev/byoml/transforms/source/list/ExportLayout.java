package dev.byoml.transforms.source.list;

import dev.byoml.transforms.source.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Log Analytics' continuous data export lays out a table in folders: {@code
 * y=2026/m=11/d=24/h=08/m=35/PT05M.json} holds the rows of the five minutes from 08:35 UTC, {@code
 * PT05M_1.json}, {@code PT05M_2.json} and so on what did not fit; exports before October 2021 have
 * {@code h=08/m=00/PT1H.json} with the rows of the hour. {@code m=} stands for the month above
 * {@code d=} and for the minute below {@code h=}. A row lies where its {@code TimeGenerated} puts
 * it, however late it came. Names are case-sensitive.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export">Log
 *     Analytics workspace data export</a>
 */
public final class ExportLayout {
  private static final int MINUTES_PER_FOLDER = 5;

  /** Time folders from the year on as deep as they go, and what follows them. */
  private static final Pattern TIME_FOLDERS =
      Pattern.compile(
          "(?:^|/)y=(?<year>\\d{4})(?:/m=(?<month>\\d{2})(?:/d=(?<day>\\d{2})"
              + "(?:/h=(?<hour>\\d{2})(?:/m=(?<minute>\\d{2}))?)?)?)?(?:/(?<rest>.*))?$",
          Pattern.DOTALL);

  private static final Pattern FIVE_MINUTES = Pattern.compile("PT05M(?:_\\d+)?\\.json");
  private static final Pattern WORKSPACE =
      Pattern.compile("(?:.*/)?WorkspaceResourceId=/.*/workspaces/[^/]+", Pattern.DOTALL);
  private static final Pattern ABOVE_WORKSPACE =
      Pattern.compile("(?:.*/)?(?:am-[^/]+|WorkspaceResourceId=(?:/.*)?)", Pattern.DOTALL);

  /** How much time a folder stands for. */
  enum Level {
    YEAR(ChronoUnit.YEARS, "y=%04d"),
    MONTH(ChronoUnit.MONTHS, "y=%04d/m=%02d"),
    DAY(ChronoUnit.DAYS, "y=%04d/m=%02d/d=%02d"),
    HOUR(ChronoUnit.HOURS, "y=%04d/m=%02d/d=%02d/h=%02d");

    private final ChronoUnit unit;
    private final String format;

    Level(ChronoUnit unit, String format) {
      this.unit = unit;
      this.format = format;
    }

    private LocalDateTime startOfFolder(LocalDateTime time) {
      return switch (this) {
        case YEAR -> time.toLocalDate().withDayOfYear(1).atStartOfDay();
        case MONTH -> time.toLocalDate().withDayOfMonth(1).atStartOfDay();
        case DAY, HOUR -> time.truncatedTo(unit);
      };
    }

    private LocalDateTime endOfFolder(LocalDateTime start) {
      return start.plus(1, unit);
    }

    private String folder(LocalDateTime start) {
      return String.format(
          Locale.ROOT,
          format,
          start.getYear(),
          start.getMonthValue(),
          start.getDayOfMonth(),
          start.getHour());
    }
  }

  private ExportLayout() {}

  /**
   * The time from which the rows of a file or folder are, as its path says it. Of a file that has
   * no name of the export's, it is the time of the folder.
   *
   * @return the slot; empty if the path does not lie in time folders
   */
  public static Optional<TimeRange> slotOf(String path) {
    Matcher matcher = TIME_FOLDERS.matcher(path);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(slot(matcher));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code folder} is the folder of a workspace, in which the years' folders lie. */
  static boolean isWorkspace(String folder) {
    return WORKSPACE.matcher(folder).matches();
  }

  /** Whether {@code folder} is the container of an export or lies between that and a workspace. */
  static boolean isAboveWorkspace(String folder) {
    return ABOVE_WORKSPACE.matcher(folder).matches() && !isWorkspace(folder);
  }

  /**
   * The folders at or below {@code folder} that hold its rows of {@code range}, if the path alone
   * shows that.
   *
   * @return their paths; empty if {@code folder} is neither a time folder nor a workspace, or is a
   *     workspace and the range has an open end
   */
  static Optional<List<String>> foldersIn(String folder, TimeRange range) {
    Optional<TimeRange> slot = slotOf(folder);
    if (slot.isPresent()) {
      return Optional.of(
          slot.get()
              .intersection(range)
              .map(part -> foldersIn(folder, slot.get(), part))
              .orElse(List.of()));
    }
    return isWorkspace(folder) && range.isBounded()
        ? Optional.of(below(folder + "/", range))
        : Optional.empty();
  }

  private static List<String> foldersIn(String folder, TimeRange slot, TimeRange part) {
    Matcher matcher = TIME_FOLDERS.matcher(folder);
    boolean finerFoldersBelow =
        matcher.find() && matcher.group("minute") == null && matcher.group("rest") == null;
    return finerFoldersBelow && !part.equals(slot)
        ? below(folder.substring(0, matcher.start("year") - "y=".length()), part)
        : List.of(folder);
  }

  private static List<String> below(String workspace, TimeRange range) {
    return foldersCovering(range, Level.HOUR).stream().map(workspace::concat).toList();
  }

  /**
   * The folders that hold the rows of {@code range}, relative to the folder of the workspace. They
   * do not overlap, and are as few as can be: where the range has a whole month, the folder of the
   * month stands for those of its days.
   *
   * @param range a range with two ends
   * @param finest how deep a folder may be
   */
  static List<String> foldersCovering(TimeRange range, Level finest) {
    LocalDateTime to = atUtc(range.to());
    LocalDateTime time = finest.startOfFolder(atUtc(range.from()));
    List<String> folders = new ArrayList<>();
    while (time.isBefore(to)) {
      Level level = coarsestWithin(time, to, finest);
      folders.add(level.folder(time));
      time = level.endOfFolder(time);
    }
    return folders;
  }

  /** The coarsest folder that starts at {@code time} and ends by {@code to}, else the finest. */
  private static Level coarsestWithin(LocalDateTime time, LocalDateTime to, Level finest) {
    for (Level level : Level.values()) {
      boolean fits = level.startOfFolder(time).equals(time) && !level.endOfFolder(time).isAfter(to);
      if (level == finest || fits) {
        return level;
      }
    }
    return finest;
  }

  private static TimeRange slot(Matcher folders) {
    LocalDateTime start =
        LocalDateTime.of(
            Integer.parseInt(folders.group("year")),
            numberOr(1, folders.group("month")),
            numberOr(1, folders.group("day")),
            numberOr(0, folders.group("hour")),
            numberOr(0, folders.group("minute")));
    return new TimeRange(
        start.toInstant(ZoneOffset.UTC), endOfSlot(start, folders).toInstant(ZoneOffset.UTC));
  }

  private static LocalDateTime endOfSlot(LocalDateTime start, Matcher folders) {
    if (folders.group("minute") != null) {
      String file = folders.group("rest");
      return file != null && FIVE_MINUTES.matcher(file).matches()
          ? start.plusMinutes(MINUTES_PER_FOLDER)
          : Level.HOUR.endOfFolder(Level.HOUR.startOfFolder(start));
    }
    if (folders.group("hour") != null) {
      return Level.HOUR.endOfFolder(start);
    }
    if (folders.group("day") != null) {
      return Level.DAY.endOfFolder(start);
    }
    return folders.group("month") != null
        ? Level.MONTH.endOfFolder(start)
        : Level.YEAR.endOfFolder(start);
  }

  private static int numberOr(int absent, String digits) {
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static LocalDateTime atUtc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
